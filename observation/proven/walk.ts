// The two averages of a contract of evidence, taken up to a measurement (contracts/evidence/EvidenceState.sol).
//
// Method:   a walk goes over the windows between the times that were read, from the end of the walk before to E. For a
//           Brownian motion of variance s^2 a second the means of two neighbouring windows of D1 and D2 seconds differ
//           by d with E[d^2] = s^2 (D1 + D2) / 3, so its variance is 3 x sum d^2 / sum (D1 + D2). The walks tile time:
//           no move is left out or counts twice. Averages: kept + floor((figure - kept) x span / (span + weight)), span
//           the segments since the walk before.
// Domain:   sums of `listTimes`; kept figures as unpacked.
// Special:  the first measurement starts the averages at the voted figures, and its walk at the end of its oldest
//           window. Fewer than three segments after the walk before nothing is walked.
// Accuracy: the contract's bits: mean ticks to 2^-8, rounded towards minus infinity; divisions rounded down.
//           test/observation/proven/walk.test.ts.
// Source:   docs/evidence.md; docs/model.md, section "Observation".

import { floorDiv, maxOf, minOf } from '../integerMath.ts'
import { SEGMENT_SEC } from '../periods.ts'
import type { KeptState } from './keptState.ts'
import type { ProvenSettings } from './settings.ts'
import { computeTickRise, type DatedSums } from './windows.ts'

/** Where the two averages stand, and where the next walk begins. */
export type Averages = Pick<
  KeptState,
  'segment' | 'firstSegment' | 'tickSum' | 'meanTickQ8' | 'depthRefUsd6' | 'varianceWad'
>

const MIN_SPAN_SEGMENTS = 3n
/** What one measurement sees: the cap is that of a walk so long. */
const CAPPED_SEGMENTS = 15n
/** 86,400 s / -ln 0.94, in segments. */
const VARIANCE_WEIGHT_SEGMENTS = 11_636n
/** Seven days. */
const DEPTH_WEIGHT_SEGMENTS = 5_040n
/** 3 (ln 1.0001)^2 x 31,557,600 s a year, 1e18 = 1, rounded down. */
const SQUARED_TICK_WAD = 946_633_335_877_551_132n
const TICK_BITS = 8n
const MAX_UINT64 = (1n << 64n) - 1n

/**
 * The averages as of the last of the times.
 *
 * @param kept those of the measurement before; undefined: there was none.
 * @param slowDepthUsd6 of `computeDepths`.
 */
export function walk(
  kept: Averages | undefined,
  sums: readonly DatedSums[],
  slowDepthUsd6: bigint,
  { source, varianceCap }: Pick<ProvenSettings, 'source' | 'varianceCap'>,
): Averages {
  const end = sums.at(-1) as DatedSums
  const segment = (end.at - BigInt(source.segmentOffsetSec)) / SEGMENT_SEC
  const before = kept ?? startAverages(sums, segment, source)
  const span = segment - before.segment
  if (kept !== undefined && span < MIN_SPAN_SEGMENTS) return kept

  const steps = walkWindows(before, sums, {
    fromAt: end.at - span * SEGMENT_SEC,
    lengthSec: kept === undefined ? computeFirstLengthSec(sums) : SEGMENT_SEC,
  })
  const most = maxOf(before.varianceWad, source.startVarianceWad) * varianceCap
  // A long walk has more weight, and says as much less.
  const mostOfSpan = span > CAPPED_SEGMENTS ? (most * CAPPED_SEGMENTS) / span : most
  const varianceWad = varianceCap === 0n ? steps.varianceWad : minOf(steps.varianceWad, mostOfSpan)
  return {
    segment,
    firstSegment: before.firstSegment,
    tickSum: end.tickSum,
    meanTickQ8: steps.meanTickQ8,
    varianceWad: average(before.varianceWad, varianceWad, span, VARIANCE_WEIGHT_SEGMENTS),
    depthRefUsd6: average(before.depthRefUsd6, slowDepthUsd6, span, DEPTH_WEIGHT_SEGMENTS),
  }
}

/** Before the first walk: at the voted figures, at the end of the oldest window. */
function startAverages(
  sums: readonly DatedSums[],
  segment: bigint,
  source: ProvenSettings['source'],
): Averages {
  const [oldest, start] = sums as readonly [DatedSums, DatedSums]
  const startSegment = segment - ((sums.at(-1) as DatedSums).at - start.at) / SEGMENT_SEC
  return {
    segment: startSegment,
    firstSegment: startSegment,
    tickSum: start.tickSum,
    meanTickQ8: computeMeanTickQ8(oldest.tickSum, start.tickSum, start.at - oldest.at),
    depthRefUsd6: source.startDepthRefUsd6,
    varianceWad: source.startVarianceWad,
  }
}

function computeFirstLengthSec([oldest, start]: readonly DatedSums[]): bigint {
  return (start as DatedSums).at - (oldest as DatedSums).at
}

/** The variance of a walk, 1e18 = 1 a year, and the mean tick of its last window. */
function walkWindows(
  { tickSum, meanTickQ8 }: Averages,
  sums: readonly DatedSums[],
  start: { fromAt: bigint; lengthSec: bigint },
): { varianceWad: bigint; meanTickQ8: bigint } {
  let [fromAt, fromSum, mean] = [start.fromAt, tickSum, meanTickQ8]
  let { lengthSec } = start
  let squares = 0n
  let lengthsSec = 0n
  for (const { at, tickSum: toSum } of sums) {
    if (at <= fromAt) continue
    lengthsSec += lengthSec
    lengthSec = at - fromAt
    lengthsSec += lengthSec
    const next = computeMeanTickQ8(fromSum, toSum, lengthSec)
    squares += (next - mean) ** 2n
    fromAt = at
    fromSum = toSum
    mean = next
  }
  const varianceWad = (squares * SQUARED_TICK_WAD) / (lengthsSec << (2n * TICK_BITS))
  return { varianceWad, meanTickQ8: mean }
}

function computeMeanTickQ8(fromSum: bigint, toSum: bigint, lengthSec: bigint): bigint {
  return floorDiv(computeTickRise(fromSum, toSum) << TICK_BITS, lengthSec)
}

/** Saturates at what the slot holds, which the model refuses. */
function average(kept: bigint, figure: bigint, span: bigint, weight: bigint): bigint {
  return minOf(kept + floorDiv((figure - kept) * span, span + weight), MAX_UINT64)
}
