// How far a proven push lies from the index over a recorded market: the same record measured in both ways.
//
// Method:   pushes as in measureRecording.ts; the index's observation is that of the same end.
// Special:  a portfolio of a constant value: what it tells is the same to both.

import { createMarketPolicy } from '../../backtest/createMarketPolicy.ts'
import { defaultNavUsd6 } from '../../backtest/defaultPolicy.ts'
import { parameterFields } from '../../core/fields.ts'
import type { Core, Observation, ParameterField, Parameters, Policy } from '../../core/index.ts'
import type { Recording } from '../../market/recording.ts'
import { computeObservations } from '../../market/recordingSegments.ts'
import { MEASURED_SEGMENTS, measureRecording, SEGMENT_SEC } from './measureRecording.ts'

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
    measureRecording(recording, { policy, isLean, takesHeaders: true }).flatMap(
      ({ endAt, observation: proven }): Pair[] => {
        const indexed = byEnd.get(endAt)
        return indexed === undefined ? [] : [{ indexed, proven }]
      },
    )
  const pairs = collect(false)
  const epochSec = SEGMENT_SEC * BigInt(MEASURED_SEGMENTS)
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
