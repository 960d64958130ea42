import { BaseFeeUnknownError, HeaderOutsideWindowError, NoEarlierBaseFeeError } from './errors.ts'
import { type FeePoint, type KeptState, MAX_DISTANCE_BLOCKS } from './keptState.ts'
import type { ProvenSettings } from './settings.ts'
import { requireUpTo } from './windows.ts'

type FeeAges = Pick<ProvenSettings, 'minFeeAgeBlocks' | 'maxFeeAgeBlocks'>
type FeePoints = Pick<KeptState, 'latest' | 'earlier'>

const MAX_BASE_FEE_PER_GAS = 10n ** 14n

/**
 * The base fee that stands beside the one of block `blockNumber`: the latest kept one that is old enough; a header's where
 * none is between the voted ages.
 *
 * @throws NoEarlierBaseFeeError, with a header HeaderOutsideWindowError, if there is none.
 */
export function chooseEarlierFee(
  { latest, earlier }: FeePoints,
  blockNumber: bigint,
  ages: FeeAges,
  headerFee?: FeePoint,
): FeePoint {
  const { minFeeAgeBlocks, maxFeeAgeBlocks } = ages
  const isYoung = latest !== undefined && blockNumber - latest.blockNumber < minFeeAgeBlocks
  const point = isYoung && isKnown(latest, earlier) ? earlier : latest
  const ageBlocks = point === undefined ? 0n : blockNumber - point.blockNumber
  if (point === undefined || ageBlocks < minFeeAgeBlocks || ageBlocks > maxFeeAgeBlocks) {
    if (headerFee !== undefined) return requireHeaderFee(headerFee, blockNumber, ages)
    throw new NoEarlierBaseFeeError(ageBlocks, minFeeAgeBlocks, maxFeeAgeBlocks)
  }
  return point
}

/** A distance of `MAX_DISTANCE_BLOCKS` stands for any beyond: the fee's age is then not known. */
function isKnown(latest: FeePoint, earlier: FeePoint | undefined): earlier is FeePoint {
  return earlier !== undefined && latest.blockNumber - earlier.blockNumber < MAX_DISTANCE_BLOCKS
}

/**
 * A header's base fee as the earlier one.
 *
 * @throws HeaderOutsideWindowError if its block is not between the voted ages.
 */
export function requireHeaderFee(
  point: FeePoint,
  blockNumber: bigint,
  { minFeeAgeBlocks, maxFeeAgeBlocks }: FeeAges,
): FeePoint {
  const ageBlocks = blockNumber - point.blockNumber
  if (ageBlocks < minFeeAgeBlocks || ageBlocks > maxFeeAgeBlocks) {
    throw new HeaderOutsideWindowError(ageBlocks, minFeeAgeBlocks, maxFeeAgeBlocks)
  }
  return point
}

/** The kept fees after a measurement: the latest becomes the earlier one if it is old enough by then. */
export function keepFee(
  { latest, earlier }: FeePoints,
  now: FeePoint,
  { minFeeAgeBlocks }: FeeAges,
): FeePoints {
  if (latest === undefined) return { latest: now, earlier }
  const isYoung = now.blockNumber - latest.blockNumber < minFeeAgeBlocks
  return isYoung ? { latest, earlier } : { latest: now, earlier: latest }
}

/** @throws BaseFeeUnknownError at 0, OutOfDomainError above 1e14. */
export function requireBaseFee(baseFeePerGas: bigint): bigint {
  if (baseFeePerGas === 0n) throw new BaseFeeUnknownError()
  return requireUpTo('baseFeePerGas', baseFeePerGas, MAX_BASE_FEE_PER_GAS)
}
