// How far a signed figure lies from the measured one over a recorded market: what a checker's tolerances have to let through.
//
// Method:   measurements as in measureRecording.ts, without headers: a checker takes none. What is signed is the index's observation of the same end, or of one or two segments earlier: signers need time.
//           A difference counts as the checker counts it: as a share of the measured figure; of the base fee below the
//           lower and above the higher of the two; of the gas used in percentage points outside of what they prove.
// Special:  value, curvature, horizon and data fee are told by contracts, and the same to both.

import { createMarketPolicy } from '../../backtest/createMarketPolicy.ts'
import { defaultNavUsd6 } from '../../backtest/defaultPolicy.ts'
import type { Observation, Policy } from '../../core/index.ts'
import type { Recording } from '../../market/recording.ts'
import { computeObservations } from '../../market/recordingSegments.ts'
import type { FeePoint } from '../../observation/proven/index.ts'
import { type Measured, measureRecording, SEGMENT_SEC } from './measureRecording.ts'

const toleranceFields = [
  'baseFeePerGas',
  'gasUsedRatioPips',
  'nativePriceUsd6',
  'depthUsd6',
  'depthRefUsd6',
  'varianceWad',
] as const satisfies readonly (keyof Observation)[]

/** How much tolerance the figures needed, per cent: of half of them, of all but one in twenty, of the worst. */
interface Needed {
  median: number
  p95: number
  worst: number
}

export interface ToleranceFigures {
  /** How many segments what was signed is older. */
  lagSegments: number
  measurements: number
  needed: Readonly<Record<(typeof toleranceFields)[number], Needed>>
  /** The share of the reports, 0 to 1, that a checker with given tolerances takes. */
  countTaken(tolerances: TolerancePercents): number
}

/** Of each field, per cent; of the gas used, percentage points. */
export type TolerancePercents = Readonly<Record<(typeof toleranceFields)[number], number>>

const PERCENT = 100

/** Over a whole recording, for each lag. */
export function runTolerances(recording: Recording, lags: readonly number[]): ToleranceFigures[] {
  const policy = createMarketPolicy(recording)
  const byEnd = new Map(
    computeObservations(recording, defaultNavUsd6).map(({ endAt, observation }) => [
      endAt,
      observation,
    ]),
  )
  const all = measureRecording(recording, { policy, isLean: false, takesHeaders: false })
  return lags.map((lagSegments) => {
    const pairs = all.flatMap((measured) => {
      const signed = byEnd.get(measured.endAt - SEGMENT_SEC * BigInt(lagSegments))
      return signed === undefined ? [] : [{ signed, measured }]
    })
    const entries = toleranceFields.map((field) => {
      const needs = pairs.map(({ signed, measured }) =>
        computeNeed(field, signed, measured, policy),
      )
      return [field, summarize(needs)] as const
    })
    const needed = Object.fromEntries(entries) as ToleranceFigures['needed']
    const countTaken = (tolerances: TolerancePercents) => {
      const taken = pairs.filter(({ signed, measured }) =>
        toleranceFields.every(
          (field) => computeNeed(field, signed, measured, policy) <= tolerances[field],
        ),
      )
      return taken.length / pairs.length
    }
    return { lagSegments, measurements: pairs.length, needed, countTaken }
  })
}

/** Per cent, or percentage points; 0: none is needed. */
function computeNeed(
  field: (typeof toleranceFields)[number],
  signed: Observation,
  { observation, from, to }: Measured,
  policy: Policy,
): number {
  const [own, its] = [Number(signed[field]), Number(observation[field])]
  const fees = [Number(from.baseFeePerGas), Number(to.baseFeePerGas)]
  switch (field) {
    case 'baseFeePerGas': {
      const [low, high] = [Math.min(...fees), Math.max(...fees)]
      return Math.max(0, (low - own) / low, (own - high) / high) * PERCENT
    }
    case 'gasUsedRatioPips':
      return Math.max(0, own - its, computeLowestPips(from, to, policy) - own) / 10_000
    default:
      return (Math.abs(own - its) / its) * PERCENT
  }
}

/** The least that two base fees prove of the gas used, pips: u* (1 + D (e^l - 1)). */
function computeLowestPips(from: FeePoint, to: FeePoint, policy: Policy): number {
  const blocks = Number(to.blockNumber - from.blockNumber)
  const mean = Math.log(Number(to.baseFeePerGas) / Number(from.baseFeePerGas)) / blocks
  const { gasTargetPips, baseFeeDenominator } = policy
  return Number(gasTargetPips) * (1 + Number(baseFeeDenominator) * Math.expm1(mean))
}

function summarize(needs: readonly number[]): Needed {
  const sorted = needs.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN
  return { median: at(0.5), p95: at(0.95), worst: at(1) }
}
