/**
 * The bounds of section 6 of the model, one field at a time over plain integers, as an oracle for
 * both engines. Loosening is upwards for aggressiveness, largest trade, multiplier and lot,
 * downwards for band, interval, guard and return.
 */
import { type ParameterField, type Parameters, parameterFields } from './domain.ts'
import { clamp, least, most } from './integers.ts'

interface Bounds {
  min: Parameters
  max: Parameters
  stepUp: Parameters
  stepDown: Parameters
  budget: Parameters
  budgetWindowSec: bigint
  cooldownSec: bigint
}

interface Loosening {
  used: Parameters
  lastAt: bigint
}

export interface BoundsCase {
  current: Parameters
  target: Parameters
  bounds: Bounds
  loosening: Loosening
  nowAt: bigint
  isSameEpoch: boolean
}

type Limit = 'none' | 'step' | 'budget' | 'cooldown' | 'min' | 'max' | 'epoch'

export interface BoundsOutcome {
  next: Parameters
  loosening: Loosening
  limits: Record<ParameterField, Limit>
}

export const loosensUp: Record<ParameterField, boolean> = {
  aggressivenessPips: true,
  bandPips: false,
  maxTradeUsd: true,
  intervalSec: false,
  cppiMultiplierE3: true,
  guardPips: false,
  lotPips: true,
  returnPips: false,
}

/** The largest value of each type; as a budget it means "unlimited". */
export const typeMax: Parameters = {
  aggressivenessPips: 2n ** 32n - 1n,
  bandPips: 2n ** 32n - 1n,
  maxTradeUsd: 2n ** 40n - 1n,
  intervalSec: 2n ** 32n - 1n,
  cppiMultiplierE3: 2n ** 16n - 1n,
  guardPips: 2n ** 32n - 1n,
  lotPips: 2n ** 32n - 1n,
  returnPips: 2n ** 32n - 1n,
}

/** The most that the record of a budget holds: 26 bits for ratios, the type's for the others. */
export const usedMax: Parameters = {
  aggressivenessPips: 2n ** 26n - 1n,
  bandPips: 2n ** 26n - 1n,
  maxTradeUsd: 2n ** 40n - 1n,
  intervalSec: 2n ** 32n - 1n,
  cppiMultiplierE3: 2n ** 16n - 1n,
  guardPips: 2n ** 26n - 1n,
  lotPips: 2n ** 26n - 1n,
  returnPips: 2n ** 26n - 1n,
}

/** Used budget that has not refilled by now. */
export function usedAt(field: ParameterField, input: BoundsCase): bigint {
  const { bounds, loosening, nowAt } = input
  const elapsed = nowAt - loosening.lastAt
  if (elapsed >= bounds.budgetWindowSec) return 0n
  const refilled = (bounds.budget[field] * elapsed) / bounds.budgetWindowSec
  return most(0n, loosening.used[field] - refilled)
}

/** What a field may loosen by now, and which limit says so. */
function looseningAllowance(
  field: ParameterField,
  input: BoundsCase,
): { amount: bigint; limit: Limit } {
  const { bounds, loosening, nowAt } = input
  if (input.isSameEpoch) return { amount: 0n, limit: 'epoch' }
  const elapsed = nowAt - loosening.lastAt
  if (loosening.lastAt !== 0n && elapsed < bounds.cooldownSec) {
    return { amount: 0n, limit: 'cooldown' }
  }
  const step = loosensUp[field] ? bounds.stepUp[field] : bounds.stepDown[field]
  if (bounds.budget[field] === typeMax[field]) return { amount: step, limit: 'step' }
  const left = most(0n, bounds.budget[field] - usedAt(field, input))
  return left < step ? { amount: left, limit: 'budget' } : { amount: step, limit: 'step' }
}

/** What a field may tighten by now, and which limit says so. */
function tighteningAllowance(
  field: ParameterField,
  { bounds, isSameEpoch }: BoundsCase,
): { amount: bigint; limit: Limit } {
  const step = loosensUp[field] ? bounds.stepDown[field] : bounds.stepUp[field]
  if (isSameEpoch && step !== typeMax[field]) return { amount: 0n, limit: 'epoch' }
  return { amount: step, limit: 'step' }
}

/** How far a field moved in its loosening direction; 0 if it stayed or tightened. */
export function loosenedBy(field: ParameterField, from: bigint, to: bigint): bigint {
  return most(0n, loosensUp[field] ? to - from : from - to)
}

export function applyBounds(input: BoundsCase): BoundsOutcome {
  const next = {} as Parameters
  const limits = {} as Record<ParameterField, Limit>
  const used = {} as Parameters
  let loosened = false

  for (const field of parameterFields) {
    const current = input.current[field]
    const target = input.target[field]
    const loosening = looseningAllowance(field, input)
    const tightening = tighteningAllowance(field, input)
    const [up, down] = loosensUp[field] ? [loosening, tightening] : [tightening, loosening]

    const reached = clamp(target, {
      min: current - down.amount,
      max: current + up.amount,
    })
    const [min, max] = [input.bounds.min[field], input.bounds.max[field]]
    const value = clamp(reached, { min, max })
    next[field] = value
    // The last limit that moved the value, even if it moved it onto the target.
    if (value !== reached) limits[field] = value > reached ? 'min' : 'max'
    else if (value === target) limits[field] = 'none'
    else limits[field] = target > current ? up.limit : down.limit

    const by = loosenedBy(field, current, value)
    loosened ||= by > 0n
    used[field] = least(usedAt(field, input) + by, usedMax[field])
  }
  return {
    next,
    loosening: loosened ? { used, lastAt: input.nowAt } : input.loosening,
    limits,
  }
}
