import { MarketFileError } from '../errors.ts'
import type { Market } from '../manifest.ts'
import type { SourceStart } from '../sourceStart.ts'
import { diskReader } from './diskReader.ts'

/** Figures for the start of a market, and of what they were made. */
export interface StartFigures {
  start: SourceStart
  /** The record's first step, and the last observation that was taken up; unix seconds. */
  fromAt: number
  toAt: number
  /** Steps of the record up to then. */
  steps: number
}

/**
 * The averages of a record up to a time, as a market has them that saw it from its beginning: by the minute from segments of 120 s,
 * of coarser rows by elapsed time. The market's own start figures do not enter.
 *
 * @param untilAt unix seconds; what is known at it is taken up. Without it: the whole record.
 * @throws MarketFileError if nothing can be observed up to then; as `readSteps`.
 */
export async function computeStartFigures(
  market: Market,
  { untilAt, segmentOffsetSec }: { untilAt?: number | undefined; segmentOffsetSec: number },
): Promise<StartFigures> {
  const { folder, manifest } = market
  const none = { segmentOffsetSec, startVarianceWad: 0n, startDepthRefUsd6: 0n }
  // What gas cost is no part of these averages: a record of it that is shorter than the pool's would only cut that.
  const partitions = manifest.partitions.filter(({ kind }) => kind !== 'gas')
  const chain = { ...manifest.chain, baseFeePerGas: 0 }
  const bare = { ...market, manifest: { ...manifest, partitions, chain, start: none } }
  const to = untilAt === undefined ? Number.POSITIVE_INFINITY : untilAt + 1
  let figures: StartFigures | undefined
  let [fromAt, steps] = [Number.NaN, 0]
  for await (const { count, at, observations } of diskReader.readSteps(bare, { to })) {
    if (steps === 0) fromAt = at[0] ?? Number.NaN
    steps += count
    const last = observations.findLast((known) => known.at < to)
    if (last === undefined) continue
    const { varianceWad, depthRefUsd6 } = last.observation
    const start = {
      segmentOffsetSec,
      startVarianceWad: varianceWad,
      startDepthRefUsd6: depthRefUsd6,
    }
    figures = { start, fromAt, toAt: last.at, steps }
  }
  if (figures !== undefined) return { ...figures, steps }
  throw new MarketFileError(
    folder,
    'has no observation up to this time: averages need a whole hour and the two minutes before it, with price, depth and gas; ' +
      'give a later --at, or a longer record',
  )
}
