import type { RecordedBlock, Recording } from '../market/recording.ts'
import { computeSegments } from '../market/recordingSegments.ts'
import type { MarketSegment } from '../observation/index.ts'
import { maxOf, median, minOf } from '../observation/integerMath.ts'
import { HOUR_SEC } from '../observation/periods.ts'
import { type ReplayRow, withAssetPrice } from './evaluateRecording.ts'

/** The market around the highest gas price, and the model's answer. */
export interface Shock {
  /** The last block whose gas was no dearer than the median of the hour before the peak. */
  start: RecordedBlock
  /** The block of the highest gas price. */
  peak: RecordedBlock
  /** Depth, and price of the asset, before the shock, and their lowest in the hour from then on; no medians. */
  depthUsd6: { start: bigint; lowest: bigint }
  assetPriceUsd6: { start: bigint; lowest: bigint }
  /** The model as the shock began. */
  before: ReplayRow
  /** The first row in which aggressiveness is a tenth lower than before. */
  felt: ReplayRow
  /** Rows of the lowest aggressiveness and of the widest band. */
  slowest: ReplayRow
  widest: ReplayRow
  /**
   * The first row after the widest band in which half of the widening is gone; none: not within the
   * rows.
   */
  allClear: ReplayRow | undefined
}

/**
 * Finds the greatest rise of the gas price within the rows.
 *
 * @returns undefined if gas did not at least double, or the rows do not cover what came of it.
 */
export function findShock(recording: Recording, rows: readonly ReplayRow[]): Shock | undefined {
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const { blocks } = recording
  const shown = blocks.filter(({ at }) => at >= first.at && at < last.at)
  const highest = shown.map(({ baseFeePerGas }) => baseFeePerGas).reduce(maxOf, 0n)
  const peak = shown.find(({ baseFeePerGas }) => baseFeePerGas === highest)
  if (peak === undefined || (blocks[0]?.at ?? peak.at) > peak.at - HOUR_SEC) return undefined

  const hour = selectOdd(blocks.filter(({ at }) => at >= peak.at - HOUR_SEC && at < peak.at))
  if (hour.length === 0) return undefined
  const calmFee = median(hour.map(({ baseFeePerGas }) => baseFeePerGas))
  const start = hour.findLast(({ baseFeePerGas }) => baseFeePerGas <= calmFee)
  if (start === undefined || peak.baseFeePerGas < 2n * calmFee) return undefined

  const before = rows.findLast((row) => row.at <= start.at + BLOCK_SEC)
  const after = rows.filter(({ at }) => at > start.at && at <= start.at + HOUR_SEC)
  const felt = after.find((row) => isTenthSlower(row, before))
  if (before === undefined || felt === undefined) return undefined
  const slowest = after.reduce((a, b) => (aggressiveness(b) < aggressiveness(a) ? b : a))
  const widest = after.reduce((a, b) => (b.target.bandPips > a.target.bandPips ? b : a))
  const halfWide = (before.target.bandPips + widest.target.bandPips) / 2n
  return {
    start,
    peak,
    ...describeMarket(recording, start),
    before,
    felt,
    slowest,
    widest,
    allClear: rows.find((row) => row.at > widest.at && row.target.bandPips <= halfWide),
  }
}

/** A segment that ends within it of the last calm block has nothing of the shock. */
const BLOCK_SEC = 12n

/** Their median is one of them. */
function selectOdd<Item>(items: Item[]): Item[] {
  return items.length % 2 === 0 ? items.slice(1) : items
}

function isTenthSlower(row: ReplayRow, before: ReplayRow | undefined): boolean {
  return before !== undefined && 10n * aggressiveness(row) <= 9n * aggressiveness(before)
}

function aggressiveness(row: ReplayRow): bigint {
  return row.target.aggressivenessPips
}

function describeMarket(
  recording: Recording,
  { at }: RecordedBlock,
): Pick<Shock, 'depthUsd6' | 'assetPriceUsd6'> {
  const segments = computeSegments(withAssetPrice(recording))
  const first = segments.findLast(({ endAt }) => endAt <= at + BLOCK_SEC) as MarketSegment
  const hour = segments.filter(({ endAt }) => {
    return endAt >= first.endAt && endAt <= first.endAt + HOUR_SEC
  })
  const summarize = (field: 'depthUsd6' | 'nativePriceUsd6') => ({
    start: first[field],
    lowest: hour.map((segment) => segment[field]).reduce(minOf),
  })
  return { depthUsd6: summarize('depthUsd6'), assetPriceUsd6: summarize('nativePriceUsd6') }
}
