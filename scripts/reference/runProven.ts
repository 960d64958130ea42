// How far a proven push lies from the index over a recorded market: the same record measured in both ways.
//
// Method:   the twin of the contract (observation/proven) takes the record as its chain: a pool row is a swap, a block a
//           base fee. It pushes in the first block after each fifth segment's end; five rows of pushes, each a segment
//           later than the one before, so that no segment counts for less. The index's observation is that of the same
//           end. Both start at the record's own figures, both averages go on through the whole record.
// Special:  a portfolio of a constant value: what it tells is the same to both.

import { zeroAddress } from 'viem'
import { createMarketPolicy } from '../../backtest/createMarketPolicy.ts'
import { defaultNavUsd6 } from '../../backtest/defaultPolicy.ts'
import { parameterFields } from '../../core/fields.ts'
import type { Core, Observation, ParameterField, Parameters, Policy } from '../../core/index.ts'
import type { RecordedBlock, Recording } from '../../market/recording.ts'
import { computeObservations, createEvents } from '../../market/recordingSegments.ts'
import { poolTokens } from '../../market/ticks.ts'
import {
  advance,
  createPoolMemory,
  type KeptState,
  listTimes,
  measure,
  type ProvenSettings,
} from '../../observation/proven/index.ts'

/** How far apart two ways are, per cent of the index's figure: of the sizes the median and p95, and the two worst. */
export interface Distance {
  median: number
  p95: number
  lowest: number
  highest: number
}

const comparedObservationFields = [
  'depthUsd6',
  'nativePriceUsd6',
  'baseFeePerGas',
  'gasUsedRatioPips',
  'varianceWad',
  'depthRefUsd6',
] as const satisfies readonly (keyof Observation)[]

export type ComparedField = (typeof comparedObservationFields)[number]

export interface ProvenFigures {
  pushes: number
  /** Of gasUsedRatioPips in percentage points. */
  observations: Readonly<Record<ComparedField, Distance>>
  /** Of every parameter, where so much of the observation is proven and the rest is the index's. */
  parameters: Readonly<Record<ProvenPart, Readonly<Record<ParameterField, Distance>>>>
}

/** All; in its lean form; all but the variance; depth, usual depth and price alone; the index an epoch before. */
export type ProvenPart = 'all' | 'lean' | 'allButVariance' | 'pool' | 'epochBefore'

const PUSH_SEGMENTS = 5
const SEGMENT_SEC = 120n
const MEMORY_SEC = 1_800n
const VARIANCE_CAP = 512n

interface Pair {
  indexed: Observation
  proven: Observation
}

/** Measures a whole recording in both ways. */
export function runProven(core: Core, recording: Recording): ProvenFigures {
  const policy = createMarketPolicy(recording)
  const byEnd = new Map(
    computeObservations(recording, defaultNavUsd6).map(({ endAt, observation }) => [
      endAt,
      observation,
    ]),
  )
  const collect = (isLean: boolean) =>
    Array.from({ length: PUSH_SEGMENTS }, (_, phase) =>
      pushAll(recording, createSettings(recording, isLean), policy, phase),
    )
      .flat()
      .flatMap(({ endAt, observation: proven }): Pair[] => {
        const indexed = byEnd.get(endAt)
        return indexed === undefined ? [] : [{ indexed, proven }]
      })
  const pairs = collect(false)
  const epochSec = SEGMENT_SEC * BigInt(PUSH_SEGMENTS)
  const epochs = [...byEnd].flatMap(([endAt, indexed]): Pair[] => {
    const proven = byEnd.get(endAt - epochSec)
    return proven === undefined ? [] : [{ indexed, proven }]
  })
  const replace = (change: (pair: Pair) => Partial<Observation>) =>
    pairs.map((pair) => ({ indexed: pair.indexed, proven: { ...pair.indexed, ...change(pair) } }))
  const compare = (some: readonly Pair[]) => compareParameters(core, policy, some)
  return {
    pushes: pairs.length,
    observations: compareObservations(pairs),
    parameters: {
      all: compare(pairs),
      lean: compare(collect(true)),
      allButVariance: compare(
        replace(({ indexed: { varianceWad }, proven }) => ({ ...proven, varianceWad })),
      ),
      pool: compare(
        replace(({ proven: { depthUsd6, depthRefUsd6, nativePriceUsd6 } }) => {
          return { depthUsd6, depthRefUsd6, nativePriceUsd6 }
        }),
      ),
      epochBefore: compare(epochs),
    },
  }
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

/** Starts the state at the first block that it can, and pushes in each epoch from the next one on. */
function pushAll(
  { blocks, pool }: Recording,
  settings: ProvenSettings,
  policy: Policy,
  phase: number,
): { endAt: bigint; observation: Observation }[] {
  const events = createEvents(blocks, pool)
  const poolSums = createPoolMemory(events)
  const knownAt = (events[0]?.timestamp ?? 0n) + MEMORY_SEC
  const told = { navUsd6: defaultNavUsd6, curvaturePips: 0n, horizonSec: 0n, dataFeeWei: 0n }
  const pushes: { endAt: bigint; observation: Observation }[] = []
  let kept: KeptState | undefined
  let lastEpoch = 0n
  for (const [index, { at, baseFeePerGas }] of blocks.entries()) {
    const endAt = listTimes(at, settings).pool.at(-1) as bigint
    const epoch = (endAt / SEGMENT_SEC - BigInt(phase)) / BigInt(PUSH_SEGMENTS)
    if (endAt < knownAt || epoch === lastEpoch) continue
    lastEpoch = epoch
    const now = {
      at,
      blockNumber: BigInt(index + 1),
      baseFeePerGas,
      kept,
      told,
      settings,
      poolSums,
    }
    if (kept === undefined) {
      kept = advance(now)
      continue
    }
    const headerFee = chooseHeaderFee(blocks, index, kept, settings)
    const measured = measure({ ...now, policy, nativePoolSums: poolSums, headerFee })
    kept = measured.kept
    pushes.push({ endAt, observation: measured.observation })
  }
  return pushes
}

/** After a pause the kept fee may be too young or too old: as a prover does, a header of ten minutes ago stands in. */
function chooseHeaderFee(
  blocks: readonly RecordedBlock[],
  index: number,
  { latest }: KeptState,
  { minFeeAgeBlocks, maxFeeAgeBlocks }: ProvenSettings,
) {
  const blockNumber = BigInt(index + 1)
  const ageBlocks = blockNumber - (latest?.blockNumber ?? 0n)
  if (ageBlocks >= minFeeAgeBlocks && ageBlocks <= maxFeeAgeBlocks) return undefined
  const number = blockNumber - 50n
  return {
    baseFeePerGas: (blocks[Number(number) - 1] as RecordedBlock).baseFeePerGas,
    blockNumber: number,
  }
}

function compareObservations(pairs: readonly Pair[]): ProvenFigures['observations'] {
  const entries = comparedObservationFields.map((field) => {
    const differences = pairs.map(({ indexed, proven }) =>
      field === 'gasUsedRatioPips'
        ? Number(proven[field] - indexed[field]) / 1e4
        : computePerCent(proven[field], indexed[field]),
    )
    return [field, summarize(differences)] as const
  })
  return Object.fromEntries(entries) as ProvenFigures['observations']
}

function compareParameters(
  core: Core,
  policy: Policy,
  pairs: readonly Pair[],
): Record<ParameterField, Distance> {
  const evaluated = pairs.map(({ indexed, proven }) => ({
    indexed: core.evaluate(indexed, policy),
    proven: core.evaluate(proven, policy),
  }))
  const summarizeField = (field: keyof Parameters) =>
    summarize(evaluated.map(({ indexed, proven }) => computePerCent(proven[field], indexed[field])))
  const entries = parameterFields.map((field) => [field, summarizeField(field)] as const)
  return Object.fromEntries(entries) as Record<ParameterField, Distance>
}

/** Of a figure that is 0 both ways: 0; where only the index's is: as of one unit. */
function computePerCent(proven: bigint, indexed: bigint): number {
  const base = indexed === 0n ? 1n : indexed
  return (Number(proven - indexed) / Number(base)) * 100
}

function summarize(differences: readonly number[]): Distance {
  const sizes = differences.map(Math.abs).toSorted((a, b) => a - b)
  const at = (share: number) => sizes[Math.round(share * (sizes.length - 1))] ?? Number.NaN
  return {
    median: at(0.5),
    p95: at(0.95),
    lowest: Math.min(...differences),
    highest: Math.max(...differences),
  }
}
