import { MINUTE_SEC, type Minute } from '../market/minute.ts'
import { computeDepthSegments, type DepthSegment } from '../market/segments.ts'
import { maxOf, median, minOf } from '../observation/integerMath.ts'
import { HOUR_SEC } from '../observation/periods.ts'
import type { ScenarioRow } from './evaluateScenario.ts'

/** The market around the highest gas price, and the model's answer. */
export interface Shock {
  /** The last minute at which gas was no dearer than its median of the hour before the peak. */
  start: Minute
  /** The minute of the highest gas price. */
  peak: Minute
  /** Depth and price before the shock, and their lowest in the hour from then on; no medians. */
  depthUsd6: { start: bigint; lowest: bigint }
  nativePriceUsd6: { start: bigint; lowest: bigint }
  /** The model as the shock began. */
  before: ScenarioRow
  /** The first row in which aggressiveness is a tenth lower than before. */
  felt: ScenarioRow
  /** Rows of the lowest aggressiveness and of the widest band. */
  slowest: ScenarioRow
  widest: ScenarioRow
  /**
   * The first row after the widest band in which half of the widening is gone; none: not within the
   * rows.
   */
  allClear: ScenarioRow | undefined
}

/** Minutes before the peak whose median counts as normal; odd, so that the median is one of them. */
const HOUR_BEFORE = 61

/**
 * Finds the greatest rise of the gas price within the rows.
 *
 * @returns undefined if gas did not at least double, or the rows do not cover what came of it.
 */
export function findShock(
  minutes: readonly Minute[],
  rows: readonly ScenarioRow[],
): Shock | undefined {
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const shown = minutes.filter(({ minuteAt }) => minuteAt >= first.at && minuteAt < last.at)
  const fees = shown.map((minute) => minute.baseFeePerGas)
  const peak = shown[fees.indexOf(fees.reduce(maxOf, 0n))]
  if (peak === undefined) return undefined

  const peakIndex = minutes.indexOf(peak)
  const hour = minutes.slice(Math.max(0, peakIndex - HOUR_BEFORE), peakIndex)
  if (hour.length < HOUR_BEFORE) return undefined
  const calmFee = median(hour.map((minute) => minute.baseFeePerGas))
  const start = hour.findLast((minute) => minute.baseFeePerGas <= calmFee) as Minute
  if (peak.baseFeePerGas < 2n * calmFee) return undefined

  const before = rows.findLast((row) => row.at <= start.minuteAt + MINUTE_SEC)
  const after = rows.filter(({ at }) => at > start.minuteAt && at <= start.minuteAt + HOUR_SEC)
  const felt = after.find((row) => isTenthSlower(row, before))
  if (before === undefined || felt === undefined) return undefined
  const slowest = after.reduce((a, b) => (aggressiveness(b) < aggressiveness(a) ? b : a))
  const widest = after.reduce((a, b) => (b.target.bandPips > a.target.bandPips ? b : a))
  const halfWide = (before.target.bandPips + widest.target.bandPips) / 2n
  return {
    start,
    peak,
    ...describeMarket(minutes, start),
    before,
    felt,
    slowest,
    widest,
    allClear: rows.find((row) => row.at > widest.at && row.target.bandPips <= halfWide),
  }
}

function isTenthSlower(row: ScenarioRow, before: ScenarioRow | undefined): boolean {
  return before !== undefined && 10n * aggressiveness(row) <= 9n * aggressiveness(before)
}

function aggressiveness(row: ScenarioRow): bigint {
  return row.target.aggressivenessPips
}

function describeMarket(
  minutes: readonly Minute[],
  start: Minute,
): Pick<Shock, 'depthUsd6' | 'nativePriceUsd6'> {
  const segments = computeDepthSegments(minutes, 0n)
  const first = segments.findLast(
    ({ endAt }) => endAt <= start.minuteAt + MINUTE_SEC,
  ) as DepthSegment
  const hour = segments.filter(
    ({ endAt }) => endAt >= first.endAt && endAt <= first.endAt + HOUR_SEC,
  )
  const summarize = (field: 'depthUsd6' | 'nativePriceUsd6') => ({
    start: first[field],
    lowest: hour.map((segment) => segment[field]).reduce(minOf),
  })
  return { depthUsd6: summarize('depthUsd6'), nativePriceUsd6: summarize('nativePriceUsd6') }
}
