// Why the value in force is not what the model asks for, in words. The limit is the one that the core names; its figures are
// computed here, and a property test holds them to what the limit does.

import type { Outlook } from '../../client/computeOutlook.ts'
import { formatDuration } from '../../client/formatDuration.ts'
import { formatUtc } from '../../client/formatUtc.ts'
import type { Limit } from '../../core/bounds.ts'
import type { Core } from '../../core/core.ts'
import { type ParameterField, parameterMax } from '../../core/fields.ts'
import { isLooser } from '../../governance/describeMoves.ts'
import { formatParameter } from '../../governance/formatParameter.ts'
import { formatAmount } from '../../governance/units.ts'

/** What a push from here does to one parameter. */
export interface Explanation {
  limit: Limit
  /** What the next push makes of it. */
  next: bigint
  /** The voted figure that holds it: of a step, of what is left of a budget, of a bound; undefined where time does, or nothing. */
  allowed: bigint | undefined
  /** When what holds it ends, Unix seconds; undefined where time does not hold it. */
  endsAt: bigint | undefined
  /** All of it in a sentence or two. */
  text: string
}

/** When evidence of a market counts again in full. */
export interface Epochs {
  epochSec: bigint
  /** Time of the evidence that counted last, Unix seconds. */
  lastAt: bigint
}

/** Why a parameter is where it is, and where the next push brings it. */
export function explainLimit(
  core: Core,
  field: ParameterField,
  { input, outcome }: Outlook,
  epochs: Epochs,
): Explanation {
  const { bounds, loosening, nowAt } = input
  const [current, target, next] = [input.current[field], input.target[field], outcome.next[field]]
  const limit = outcome.limits[field]
  const show = (value: bigint) => formatParameter(field, value)
  // A small move of a long time would read as none where it is rounded to a tenth.
  const showFrom = (value: bigint) => {
    const isHidden = field === 'intervalSec' && show(value) === show(current)
    return isHidden ? formatDuration(value) : show(value)
  }
  const goesLoose = isLooser(field, current, target)
  const explain = (text: string, allowed?: bigint, endsAt?: bigint): Explanation => {
    return { limit, next, allowed, endsAt, text }
  }
  const then = next === current ? '' : `, so the next push brings it to ${showFrom(next)}`

  switch (limit) {
    case 'none':
      return explain(
        current === target
          ? 'It is what the model asks for.'
          : 'Nothing limits it: the next push brings it there.',
      )
    case 'step': {
      const step = (target > current ? bounds.stepUp : bounds.stepDown)[field]
      const way = target > current ? 'up' : 'down'
      if (step === 0n) return explain(`Voters let it go no further ${way}: that step is 0.`, step)
      return explain(`A push moves it ${way} by ${show(step)} at most${then}.`, step)
    }
    case 'budget': {
      const left = computeBudgetLeft(field, input)
      const budget = `${show(bounds.budget[field])} for loosening in ${formatAmount(bounds.budgetWindowSec, 'sec')}`
      if (left === 0n) {
        return explain(`The budget of ${budget} is used up; it refills as time passes.`, left)
      }
      return explain(`Of the budget of ${budget}, ${show(left)} is left${then}.`, left)
    }
    case 'cooldown': {
      const endsAt = loosening.lastAt + bounds.cooldownSec
      const length = formatAmount(bounds.cooldownSec, 'sec')
      return explain(
        `Nothing loosens within ${length} of a loosening: not before ${formatClock(endsAt, nowAt)}.`,
        undefined,
        endsAt,
      )
    }
    case 'min':
      return explain(`Voters allow no less than ${show(bounds.min[field])}.`, bounds.min[field])
    case 'max':
      return explain(`Voters allow no more than ${show(bounds.max[field])}.`, bounds.max[field])
    case 'epoch': {
      const endsAt = (epochs.lastAt / epochs.epochSec + 1n) * epochs.epochSec
      const rule = goesLoose
        ? 'It loosens once an epoch, and this one has had its push'
        : 'This epoch has had its push, and only what has no step tightens further in it'
      const later = core.applyBounds({
        current: input.current,
        target: input.target,
        bounds,
        loosening,
        nowAt: endsAt > nowAt ? endsAt : nowAt,
        isSameEpoch: false,
      })
      const onwards =
        later.next[field] === current ? '' : ` and may bring it to ${showFrom(later.next[field])}`
      const when =
        endsAt > nowAt
          ? `the next begins at ${formatClock(endsAt, nowAt)}`
          : 'newer evidence is of the next'
      return explain(`${rule}; ${when}${onwards}.`, undefined, endsAt)
    }
  }
}

/** A time of the day in UTC, with its day if that is another than today's. */
function formatClock(at: bigint, nowAt: bigint): string {
  const [day = '', clock = '', zone = ''] = formatUtc(at).split(' ')
  const time = `${clock.replace(/:00$/, '')} ${zone}`
  return formatUtc(nowAt).startsWith(day) ? time : `${day} ${time}`
}

/** What of a budget is left after its linear refill; the type's largest value where there is no limit. */
function computeBudgetLeft(
  field: ParameterField,
  { bounds, loosening, nowAt }: Outlook['input'],
): bigint {
  const budget = bounds.budget[field]
  if (budget === parameterMax[field]) return budget
  const elapsedSec = nowAt - loosening.lastAt
  const { budgetWindowSec } = bounds
  const refill = elapsedSec < budgetWindowSec ? (budget * elapsedSec) / budgetWindowSec : undefined
  const used = refill === undefined ? 0n : loosening.used[field] - refill
  const left = budget - (used > 0n ? used : 0n)
  return left > 0n ? left : 0n
}
