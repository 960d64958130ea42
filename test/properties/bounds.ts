/** What the bounds promise, as checks of one update or of a row of them. Each returns what it found. */
import type { BoundsCase, BoundsOutcome } from '../oracle/bounds.ts'
import { loosenedBy, loosensUp, typeMax, usedMax } from '../oracle/bounds.ts'
import { type ParameterField, parameterFields } from '../oracle/domain.ts'
import { clamp } from '../oracle/integers.ts'

/** One update: what went in and what came out. */
export interface Update {
  input: BoundsCase
  outcome: BoundsOutcome
}

type FieldCheck = (field: ParameterField, update: Update) => boolean

function failing(check: FieldCheck): (update: Update) => ParameterField[] {
  return (update) => parameterFields.filter((field) => !check(field, update))
}

export const outsideBounds = failing((field, { input, outcome }) => {
  const next = outcome.next[field]
  return next >= input.bounds.min[field] && next <= input.bounds.max[field]
})

/** Holds for a value in force inside its bounds; one outside is moved to the nearest bound. */
export const beyondStep = failing((field, { input, outcome }) => {
  const rise = outcome.next[field] - input.current[field]
  return rise <= input.bounds.stepUp[field] && -rise <= input.bounds.stepDown[field]
})

export const loosenedInCooldown = failing((field, { input, outcome }) => {
  const { lastAt } = input.loosening
  const cooling = lastAt !== 0n && input.nowAt - lastAt < input.bounds.cooldownSec
  return !cooling || loosenedBy(field, input.current[field], outcome.next[field]) === 0n
})

/** A further update of an epoch only tightens, and only where the type's maximum lifts that step. */
export const movedInSameEpoch = failing((field, { input, outcome }) => {
  if (!input.isSameEpoch) return true
  const [current, target] = [input.current[field], input.target[field]]
  const tightens = loosensUp[field] ? target < current : target > current
  const step = loosensUp[field] ? input.bounds.stepDown[field] : input.bounds.stepUp[field]
  const reached = tightens && step === typeMax[field] ? target : current
  const range = { min: input.bounds.min[field], max: input.bounds.max[field] }
  return outcome.next[field] === clamp(reached, range)
})

/** Tightening knows its step and the bounds, and neither budget nor cooldown. */
export const tighteningHeldBack = failing((field, { input, outcome }) => {
  if (input.isSameEpoch) return true
  const [current, target] = [input.current[field], input.target[field]]
  const { min, max, stepUp, stepDown } = input.bounds
  if (loosensUp[field] ? target >= current : target <= current) return true
  const stepped = clamp(target, { min: current - stepDown[field], max: current + stepUp[field] })
  return outcome.next[field] === clamp(stepped, { min: min[field], max: max[field] })
})

/** Without any loosening the record of the budget stays as it was. */
export function recordTouchedForNothing({ input, outcome }: Update): boolean {
  const loosened = parameterFields.some(
    (field) => loosenedBy(field, input.current[field], outcome.next[field]) > 0n,
  )
  const same =
    outcome.loosening.lastAt === input.loosening.lastAt &&
    parameterFields.every((field) => outcome.loosening.used[field] === input.loosening.used[field])
  return !loosened && !same
}

/**
 * Fields whose loosening, in some stretch of a row of updates, adds up to more than
 * `budget * (1 + length / window)`: a full budget at its start plus what refills on the way.
 */
export function overBudget(updates: readonly Update[]): ParameterField[] {
  return parameterFields.filter((field) => {
    for (const [from, start] of updates.entries()) {
      const { budget, budgetWindowSec } = start.input.bounds
      // A budget beyond what its record holds is none.
      if (budget[field] > usedMax[field] || budget[field] === typeMax[field]) return false
      if (budgetWindowSec === 0n) return false
      let total = 0n
      for (const { input, outcome } of updates.slice(from)) {
        total += loosenedBy(field, input.current[field], outcome.next[field])
        const length = input.nowAt - start.input.nowAt
        const over = total - budget[field]
        if (over * budgetWindowSec > budget[field] * length) return true
      }
    }
    return false
  })
}

/** Right after a loosening, no budget is recorded as used beyond its size, unless it was before. */
export const recordedOverBudget = failing((field, { input, outcome }) => {
  const budget = input.bounds.budget[field]
  const used = outcome.loosening.used[field]
  return used <= budget || used <= input.loosening.used[field]
})
