// What a contract of evidence measured and kept, computed again from the chain: the kept state from its event before, the
// pools' accumulators, the header of its block, and what portfolio and fee oracle told.

import { isAddressEqual } from 'viem'
import { type ReporterSettings, readReporterSettings } from '../../client/evidence/readReporter.ts'
import { BaseError } from '../../core/errors.ts'
import type { Observation } from '../../core/index.ts'
import type { Reading } from '../../observation/index.ts'
import {
  advance,
  type FeePoint,
  type KeptState,
  listTimes,
  type MeasureInput,
  measure,
  unpackKeptState,
} from '../../observation/proven/index.ts'
import { askNode } from '../askNode.ts'
import { VerifySourceError } from '../errors.ts'
import { type Evidence, findAt, type KnownHeader } from '../evidence.ts'
import type { Measurement } from '../readUpdates.ts'
import { findHeaderFee } from './findHeaderFee.ts'
import { findKeptBefore } from './measurements.ts'
import { type PoolMemory, readPoolMemory } from './readPoolMemory.ts'
import { readTold, type Told } from './readTold.ts'

/** A measurement, computed again. */
export interface Recomputed {
  measurement: Measurement
  settings: ReporterSettings
  /** The block that it was made in. */
  header: KnownHeader
  /** E, the end of the last segment before it, unix seconds. */
  endAt: bigint
  /** The contract's state before it; undefined: it is the first one. */
  keptBefore: Measurement | undefined
  /** What the contract says that it kept. */
  stored: KeptState | undefined
  /** One, or two where the native pool is another one. */
  memories: readonly PoolMemory[]
  told: Told | undefined
  /** Undefined: the contract could not have measured; then `refusal` says why. */
  kept: KeptState | undefined
  /** Undefined also for a measurement without a report. */
  observation: Observation | undefined
  refusal: string | undefined
}

/**
 * Computes a measurement again.
 *
 * @param reported - The observation of its report, where it made one: it tells which of several readings was the one.
 * @throws VerifySourceError if the node fails or lacks something; IncompleteLogsError if it left out logs.
 */
export async function recompute(
  evidence: Evidence,
  measurement: Measurement,
  reported: Observation | undefined,
): Promise<Recomputed> {
  const { market } = evidence
  const header = findOwnHeader(evidence, measurement)
  const { reporter, blockNumber } = measurement
  const settings = await askNode(
    readReporterSettings(evidence.client, reporter, blockNumber),
    `the settings of ${reporter} at block ${blockNumber}`,
  )
  const policy = findAt(market.policies, measurement)
  const keptBefore = findKeptBefore(market, measurement)
  const kept = keptBefore && unpackKeptState(keptBefore.words)
  const stored = unpackKeptState(measurement.words)
  const at = header.timestamp
  const times = listTimes(at, settings)
  const { pool, nativePool } = settings.source
  const read = (address: typeof pool) =>
    readPoolMemory(evidence, address, measurement, times.pool[0] as bigint)
  const own = await read(pool)
  // Without a report the native pool is not asked: it may be younger than its windows.
  const hasOne = isAddressEqual(pool, nativePool) || measurement.kind === 'none'
  const native = hasOne ? own : await read(nativePool)
  const told = await readTold(evidence, {
    measurement,
    settings,
    policy,
    at,
    poolSums: own.readSums,
    isSaid: (reading) =>
      isKept(reading, stored) ? isReported(reading, reported) : isPassedOver(reading, kept, stored),
  })
  const found = {
    measurement,
    settings,
    header,
    endAt: times.pool.at(-1) as bigint,
    keptBefore,
    stored,
    memories: native === own ? [own] : [own, native],
    told,
  }
  if (told === undefined) {
    const { portfolio } = settings.source
    const refusal = `neither the portfolio ${portfolio} nor the chain's fee oracle answers`
    return { ...found, kept: undefined, observation: undefined, refusal }
  }
  const input: MeasureInput = {
    at,
    blockNumber: header.number,
    baseFeePerGas: header.baseFeePerGas ?? 0n,
    kept,
    told: told.reading,
    policy,
    settings,
    poolSums: own.readSums,
    nativePoolSums: native.readSums,
  }
  return { ...found, ...(await compute(evidence, measurement, input, reported)) }
}

type Computed = Pick<Recomputed, 'kept' | 'observation' | 'refusal'>

async function compute(
  evidence: Evidence,
  measurement: Measurement,
  input: MeasureInput,
  reported: Observation | undefined,
): Promise<Computed> {
  if (measurement.kind === 'none') {
    return guard(() => ({ kept: advance(input), observation: undefined }))
  }
  const headerFee = await findHeaderFee(evidence, measurement)
  const run = (fee: FeePoint | undefined) =>
    guard(() => {
      const { kept, observation } = measure(Object.assign({ headerFee: fee }, input))
      return { kept, observation }
    })
  if (headerFee.calls === 'the reporter') return run(headerFee.fee)
  const computed = run(undefined)
  if (reported === undefined || isSameFee(computed, reported)) return computed
  // Through another contract a header may have been brought that nobody sees: it is found by what follows from it.
  for (const fee of listFees(evidence, input)) {
    const other = run(fee)
    if (isSameFee(other, reported)) return other
  }
  return computed
}

function guard(run: () => Pick<Computed, 'kept' | 'observation'>): Computed {
  try {
    return { ...run(), refusal: undefined }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return { kept: undefined, observation: undefined, refusal: error.message }
  }
}

const isSameFee = ({ observation }: Computed, reported: Observation): boolean =>
  observation?.baseFeePerGas === reported.baseFeePerGas &&
  observation.gasUsedRatioPips === reported.gasUsedRatioPips

/** The base fees that a header could have told, the latest first. */
function listFees({ headers }: Evidence, { blockNumber, settings }: MeasureInput): FeePoint[] {
  const { minFeeAgeBlocks, maxFeeAgeBlocks } = settings
  return headers
    .filter(({ number }) => {
      const ageBlocks = blockNumber - number
      return ageBlocks >= minFeeAgeBlocks && ageBlocks <= maxFeeAgeBlocks
    })
    .map(({ number, baseFeePerGas }) => ({
      baseFeePerGas: baseFeePerGas ?? 0n,
      blockNumber: number,
    }))
    .reverse()
}

function findOwnHeader({ headers }: Evidence, { blockNumber }: Measurement): KnownHeader {
  const header = headers.find(({ number }) => number === blockNumber)
  if (header !== undefined) return header
  throw new VerifySourceError(`no header of block ${blockNumber} was read`)
}

/** Whether a contract kept a reading. */
const isKept = ({ navUsd6, curvaturePips }: Reading, stored: KeptState | undefined): boolean =>
  navUsd6 === stored?.navUsd6 && curvaturePips === stored.curvaturePips

/** Whether it kept the one before, since this one is no lower: a measurement without a report lets the value fall only. */
const isPassedOver = (
  { navUsd6 }: Reading,
  kept: KeptState | undefined,
  stored: KeptState | undefined,
): boolean => kept !== undefined && kept.navUsd6 === stored?.navUsd6 && navUsd6 >= kept.navUsd6

/** Whether a report has what no state keeps. */
const isReported = (
  { horizonSec, dataFeeWei }: Reading,
  reported: Observation | undefined,
): boolean =>
  reported === undefined ||
  (horizonSec === reported.horizonSec && dataFeeWei === reported.dataFeeWei)
