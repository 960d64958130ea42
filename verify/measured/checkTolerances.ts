// Whether signed figures lie where a checker lets them lie (contracts/evidence/FigureRanges.sol): near what it measured
// itself. The lower bound of the gas used is the contract's own matter: no figure here has it.

import type { Tolerances } from '../../client/evidence/tolerances.ts'
import { type Observation, type ObservationField, observationFields } from '../../core/index.ts'
import { type Comparison, createStep, differ, type Step } from '../compare.ts'
import type { Evidence } from '../evidence.ts'
import type { Update } from '../readUpdates.ts'
import { compareReporter } from './checkMeasured.ts'
import { readTolerances } from './readTolerances.ts'
import type { Recomputed } from './recompute.ts'

const ONE_PIPS = 1_000_000n

const toleranceOf: Readonly<Record<ObservationField, keyof Tolerances>> = {
  baseFeePerGas: 'baseFeePips',
  gasUsedRatioPips: 'gasUsedRatioPips',
  nativePriceUsd6: 'nativePricePips',
  depthUsd6: 'depthPips',
  depthRefUsd6: 'averagesPips',
  varianceWad: 'averagesPips',
  navUsd6: 'navPips',
  dataFeeWei: 'toldPips',
  curvaturePips: 'toldPips',
  horizonSec: 'toldPips',
}

/** How far the signed figures of an update lie from what the checker measured, and whether that is allowed. */
export async function checkTolerances(
  evidence: Evidence,
  update: Update,
  recomputed: Recomputed,
): Promise<Step> {
  const { measurement, observation: measured, refusal } = recomputed
  const { observation: signed } = update
  const name = 'measured'
  const who = `measured again by ${measurement.reporter} in block ${measurement.blockNumber}`
  const reporter = compareReporter(evidence, update, recomputed)
  if (measured === undefined) {
    const why = refusal ?? 'it was made without a report'
    return createStep(name, who, reporter, differ(`the contract could not measure: ${why}`))
  }
  const { reporter: checker, blockNumber } = measurement
  const tolerances = await readTolerances(evidence, checker, blockNumber)
  const apart = observationFields.map(
    (field) => `${field} ${measured[field]} (signed ${describeApart(signed, measured, field)})`,
  )
  return createStep(
    name,
    `${who}: ${apart.join(', ')}`,
    reporter,
    ...observationFields.map((field) => compareRange(field, signed, measured, tolerances)),
  )
}

function describeApart(signed: Observation, measured: Observation, field: ObservationField) {
  const [theirs, ours] = [signed[field], measured[field]]
  if (theirs === ours) return 'the same'
  if (ours === 0n) return `${theirs}`
  const percent = (Number(theirs - ours) / Number(ours)) * 100
  return `${percent < 0 ? '' : '+'}${percent.toFixed(2)} %`
}

function compareRange(
  field: ObservationField,
  { [field]: theirs }: Observation,
  { [field]: ours }: Observation,
  tolerances: Tolerances,
): Comparison {
  const pips = BigInt(tolerances[toleranceOf[field]])
  const [lowest, highest] = computeRange(field, ours, pips)
  if (theirs >= lowest && theirs <= highest) return differ()
  return differ(`${field}: signed ${theirs}, allowed is ${lowest} to ${highest}`)
}

function computeRange(field: ObservationField, ours: bigint, pips: bigint): [bigint, bigint] {
  if (field === 'gasUsedRatioPips') return [0n, ours + pips]
  const share = (ours * pips) / ONE_PIPS
  // What was measured is the higher of two base fees: the lower end is the contract's own matter too.
  if (field === 'baseFeePerGas') return [0n, ours + share]
  return [pips < ONE_PIPS ? ours - share : 0n, ours + share]
}
