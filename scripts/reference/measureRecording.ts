// What a contract of evidence measures over a recorded market, taken as its chain.
//
// Method:   the contract's twin (observation/proven) measures in the first block after each fifth segment's end; five
//           rows of measurements, each a segment later than the one before, so that no segment counts for less. A pool
//           row of the record is a swap, a block a base fee. The averages start at the record's own figures.
// Special:  a portfolio of a constant value. After a pause of the record the kept fee may be too young or too old.

import { zeroAddress } from 'viem'
import { defaultNavUsd6 } from '../../backtest/defaultPolicy.ts'
import type { Observation, Policy } from '../../core/index.ts'
import type { RecordedBlock, Recording } from '../../market/recording.ts'
import { createEvents } from '../../market/recordingSegments.ts'
import { poolTokens } from '../../market/ticks.ts'
import { chooseEarlierFee } from '../../observation/proven/feePoints.ts'
import {
  advance,
  createPoolMemory,
  type FeePoint,
  type KeptState,
  listTimes,
  measure,
  NoEarlierBaseFeeError,
  type ProvenSettings,
} from '../../observation/proven/index.ts'

/** One measurement, and the two base fees that it rests on. */
export interface Measured {
  endAt: bigint
  observation: Observation
  from: FeePoint
  to: FeePoint
}

export interface MeasureRecordingOptions {
  policy: Policy
  isLean: boolean
  /** Where no kept fee fits, a header of ten minutes ago stands in, as a prover has it do; else nothing is reported. */
  takesHeaders: boolean
}

/** A contract measures every fifth segment. */
export const MEASURED_SEGMENTS = 5
export const SEGMENT_SEC = 120n
const MEMORY_SEC = 1_800n
const VARIANCE_CAP = 512n
/** Ten minutes of Ethereum. */
const HEADER_AGE_BLOCKS = 50n

/** All five rows, one after the other. */
export function measureRecording(
  recording: Recording,
  options: MeasureRecordingOptions,
): Measured[] {
  return Array.from({ length: MEASURED_SEGMENTS }, (_, phase) =>
    measureRow(recording, options, phase),
  ).flat()
}

function createSettings({ start }: Recording, isLean: boolean): ProvenSettings {
  const addresses = {
    pool: zeroAddress,
    nativePool: zeroAddress,
    portfolio: zeroAddress,
    gasPriceOracle: zeroAddress,
  }
  return {
    source: { ...addresses, ...poolTokens, hasGasLimit: true, ...start },
    isLean,
    valuesHoldings: false,
    varianceCap: VARIANCE_CAP,
    minFeeAgeBlocks: 25n,
    maxFeeAgeBlocks: 256n,
  }
}

/** Starts the state at the first block that it can, and measures in each epoch from the next one on. */
function measureRow(
  recording: Recording,
  { policy, isLean, takesHeaders }: MeasureRecordingOptions,
  phase: number,
): Measured[] {
  const { blocks, pool } = recording
  const settings = createSettings(recording, isLean)
  const events = createEvents(blocks, pool)
  const poolSums = createPoolMemory(events)
  const knownAt = (events[0]?.timestamp ?? 0n) + MEMORY_SEC
  const told = { navUsd6: defaultNavUsd6, curvaturePips: 0n, horizonSec: 0n, dataFeeWei: 0n }
  const all: Measured[] = []
  let kept: KeptState | undefined
  let lastEpoch = 0n
  for (const [index, { at, baseFeePerGas }] of blocks.entries()) {
    const endAt = listTimes(at, settings).pool.at(-1) as bigint
    const epoch = (endAt / SEGMENT_SEC - BigInt(phase)) / BigInt(MEASURED_SEGMENTS)
    if (endAt < knownAt || epoch === lastEpoch) continue
    lastEpoch = epoch
    const blockNumber = BigInt(index + 1)
    const now = { at, blockNumber, baseFeePerGas, kept, told, settings, poolSums }
    const keptFee = kept && findKeptFee(kept, blockNumber, settings)
    const headerFee =
      kept && keptFee === undefined && takesHeaders
        ? readFee(blocks, blockNumber - HEADER_AGE_BLOCKS)
        : undefined
    const from = keptFee ?? headerFee
    if (from === undefined) {
      kept = advance(now)
      continue
    }
    const measured = measure({ ...now, policy, nativePoolSums: poolSums, headerFee })
    kept = measured.kept
    all.push({ endAt, observation: measured.observation, from, to: { baseFeePerGas, blockNumber } })
  }
  return all
}

/** Undefined where a pause of the record leaves none of the right age. */
function findKeptFee(
  kept: KeptState,
  blockNumber: bigint,
  settings: ProvenSettings,
): FeePoint | undefined {
  try {
    return chooseEarlierFee(kept, blockNumber, settings)
  } catch (error) {
    if (error instanceof NoEarlierBaseFeeError) return undefined
    throw error
  }
}

function readFee(blocks: readonly RecordedBlock[], blockNumber: bigint): FeePoint {
  const { baseFeePerGas } = blocks[Number(blockNumber) - 1] as RecordedBlock
  return { baseFeePerGas, blockNumber }
}
