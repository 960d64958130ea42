// Prices between the closes of a recorded market.
//
// Method:   a straight line from one close to the next, in whole 1e-6 dollars: the same at each run, with every close met
//           exactly, and no movement of its own within a step. What happened within the minute is not in the record.
// Special:  before the first close and after the last one the price stands still.

/** A close of the record: unix seconds, 1e6 = $1. */
export interface RecordedClose {
  at: number
  priceUsd6: bigint
}

const MS = 1_000n
/** From 1e6 = $1 to 1e18 = $1. */
const WAD_PER_USD6 = 10n ** 12n

/**
 * The price at a time, 1e18 = $1.
 *
 * @param closes - At least one; their times strictly rise.
 * @returns of a time in milliseconds since 1970.
 */
export function createRecordedPath(closes: readonly RecordedClose[]): (atMs: number) => bigint {
  const first = closes[0]
  if (first === undefined) throw new RangeError('a path of prices needs a close; give one')
  return (atMs) => {
    const next = findAfter(closes, atMs / 1_000)
    const before = closes[next - 1]
    const after = closes[next]
    if (before === undefined) return first.priceUsd6 * WAD_PER_USD6
    if (after === undefined) return before.priceUsd6 * WAD_PER_USD6
    const stepMs = BigInt(after.at - before.at) * MS
    const passedMs = BigInt(Math.floor(atMs)) - BigInt(before.at) * MS
    const moved = ((after.priceUsd6 - before.priceUsd6) * passedMs) / stepMs
    return (before.priceUsd6 + moved) * WAD_PER_USD6
  }
}

/** The index of the first close after a time, by halves. */
function findAfter(closes: readonly RecordedClose[], at: number): number {
  let [low, high] = [0, closes.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((closes[middle] as RecordedClose).at > at) high = middle
    else low = middle + 1
  }
  return low
}
