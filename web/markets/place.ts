import { type ParameterField, parameterMax } from '../../core/fields.ts'
import { loosensUp } from '../../governance/describeMoves.ts'
import { placeOnRange } from '../ui/RangeBar.tsx'

/** From which ratio of its ends on a range is drawn by orders of magnitude. */
const LOG_RATIO = 100n
/** Where such a range begins at 0: this many times below its end. */
const LOG_SPAN = 1_000n
/** A bound that is no limit is drawn this many times beyond the values. */
const OPEN_RATIO = 4n

/** The range on which a parameter is drawn. */
export interface DrawnRange {
  min: bigint
  max: bigint
  isLog: boolean
  /** The largest is not bounded: the right end stands for no limit. */
  isOpen: boolean
}

/** The range of a parameter's voted bounds, wide enough for the values that are to be marked on it. */
export function chooseRange(
  field: ParameterField,
  min: bigint,
  max: bigint,
  values: readonly bigint[],
): DrawnRange {
  const isOpen = max === parameterMax[field]
  const sorted = [min, ...values].toSorted((a, b) => (a < b ? -1 : 1))
  const [lowest = min, highest = min] = [sorted[0], sorted.at(-1)]
  const open = (highest > 0n ? highest : 1n) * OPEN_RATIO
  const end = isOpen ? open : highest > max ? highest : max
  const isLog = end > LOG_RATIO * (lowest > 0n ? lowest : 1n)
  const start = isLog && lowest === 0n ? end / LOG_SPAN : lowest
  return { min: start, max: end, isLog, isOpen }
}

/** How bold a value is within its voted bounds, in words. */
export function describePlace(
  field: ParameterField,
  value: bigint,
  min: bigint,
  max: bigint,
): string {
  const [tightest, loosest] = loosensUp[field] ? [min, max] : [max, min]
  if (min === max) return 'fixed by its bounds'
  if (value === loosest) return 'at its loosest bound'
  if (value === tightest) return 'at its tightest bound'
  if (loosest === parameterMax[field]) return 'no bound towards loose'
  if (tightest === parameterMax[field]) return 'no bound towards tight'
  const range = chooseRange(field, min, max, [])
  const place = placeOnRange(value, range.min, range.max, range.isLog)
  const looseness = loosensUp[field] ? place : 1 - place
  if (looseness < 1 / 3) return 'in the tight third of its bounds'
  return looseness < 2 / 3 ? 'in the middle of its bounds' : 'in the loose third of its bounds'
}
