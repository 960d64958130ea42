// An update's evidence beside what the index measured for itself at the end of the same segment, for people.

import { formatUnits } from 'viem'
import {
  type Observation,
  type ObservationField,
  observationFields,
  type ParameterField,
  type Parameters,
  parameterFields,
} from '../core/fields.ts'
import { nameParameter } from './diffVectors.ts'
import { figureUnits, formatFigure } from './figures.ts'
import { formatParameter } from './formatParameter.ts'

/** Both sides, and how far they are apart in pips of the own figure; of the gas used in points (1e6 = 100 %). */
export interface ComparedEvidence {
  observation: Observation
  target: Parameters
  own: { observation: Observation; target: Parameters | undefined }
  difference: {
    observation: Readonly<Record<ObservationField, bigint | undefined>>
    target: Readonly<Record<ParameterField, bigint | undefined>>
  }
}

/** A figure of both sides, in words. */
export interface ComparedFigure {
  name: string
  reported: string
  own: string
  apart: string
}

/** The ten figures of the evidence. */
export function compareFigures(evidence: ComparedEvidence): ComparedFigure[] {
  const { observation, own, difference } = evidence
  return observationFields.map((field) => ({
    name: figureUnits[field][0],
    reported: formatFigure(field, observation[field]),
    own: formatFigure(field, own.observation[field]),
    apart:
      field === 'gasUsedRatioPips'
        ? formatPoints(difference.observation[field])
        : formatApart(difference.observation[field]),
  }))
}

/** The eight parameters that the model makes of the evidence, before any bound. */
export function compareTargets({ target, own, difference }: ComparedEvidence): ComparedFigure[] {
  return parameterFields.map((field) => ({
    name: nameParameter(field),
    reported: formatParameter(field, target[field]),
    own: own.target === undefined ? 'none' : formatParameter(field, own.target[field]),
    apart: formatApart(difference.target[field]),
  }))
}

/** Whether no figure and no target differs. */
export function isSameEvidence({ difference }: Pick<ComparedEvidence, 'difference'>): boolean {
  const all = [...Object.values(difference.observation), ...Object.values(difference.target)]
  return all.every((pips) => pips === 0n)
}

const PERCENT = 10_000n
/** From one per cent on, digits below a hundredth of one tell nobody anything. */
const COARSE = 100n

/** A difference as a share, with its sign: `+2.05 %`, `-0.0012 %`. @param pips - Undefined: it is not known, or of 0. */
export function formatApart(pips: bigint | undefined): string {
  return pips === undefined ? 'no share' : `${formatSigned(pips)} %`
}

function formatPoints(pips: bigint | undefined): string {
  return pips === undefined || pips === 0n ? '0 %' : `${formatSigned(pips)} points`
}

function formatSigned(pips: bigint): string {
  const size = pips < 0n ? -pips : pips
  const shown = size < PERCENT ? size : ((size + COARSE / 2n) / COARSE) * COARSE
  const sign = pips > 0n ? '+' : pips < 0n ? '-' : ''
  return `${sign}${formatUnits(shown, 4)}`
}
