// How RiskParameters packs figures into words: evidence in a report and in its event, vectors in storage and in events.
// Twin: contracts/libraries/EvidencePacking.sol and ParametersPacking.sol.

import { decodeLimits, type Limit } from './bounds.ts'
import { OutOfDomainError } from './errors.ts'
import type { Observation, ParameterField, Parameters } from './fields.ts'

/** Name and width in bits of each field of a word, the lowest first. */
type Layout<Field extends string> = readonly (readonly [field: Field, bits: bigint])[]

const evidenceLayouts: readonly [Layout<keyof Observation>, Layout<keyof Observation>] = [
  [
    ['baseFeePerGas', 48n],
    ['gasUsedRatioPips', 20n],
    ['nativePriceUsd6', 37n],
    ['curvaturePips', 27n],
    ['horizonSec', 29n],
    ['dataFeeWei', 64n],
  ],
  [
    ['depthUsd6', 64n],
    ['depthRefUsd6', 64n],
    ['varianceWad', 64n],
    ['navUsd6', 64n],
  ],
]

const vectorLayout: Layout<ParameterField> = [
  ['aggressivenessPips', 20n],
  ['bandPips', 20n],
  ['maxTradeUsd', 40n],
  ['intervalSec', 32n],
  ['cppiMultiplierE3', 16n],
  ['guardPips', 22n],
  ['lotPips', 20n],
  ['returnPips', 20n],
]
/** Bits of a vector in a word; what a word holds besides lies above. */
export const VECTOR_BITS = 190n

/** An observation in two words, as a report carries it. */
export type EvidenceWords = readonly [bigint, bigint]

/** What the event `Updated` says of one push. */
export interface UpdateRecord {
  observation: Observation
  /** Of the evidence, unix seconds. */
  observedAt: bigint
  /** Of the observed block. */
  blockNumber: bigint
  target: Parameters
  /** What the reader got before. */
  oldValues: Parameters
  newValues: Parameters
  limits: Record<ParameterField, Limit>
}

/**
 * Packs an observation.
 *
 * @throws OutOfDomainError for a field that does not fit its bits, which are enough for the model's domain.
 */
export function packEvidence(observation: Observation): EvidenceWords {
  const [first, second] = evidenceLayouts
  return [pack(first, observation), pack(second, observation)]
}

/** The observation of a report's two words. */
export function unpackEvidence([first, second]: EvidenceWords): Observation {
  return {
    ...unpack(evidenceLayouts[0], first),
    ...unpack(evidenceLayouts[1], second),
  } as Observation
}

/**
 * Packs a vector into its 190 bits.
 *
 * @throws OutOfDomainError for a field that does not fit its bits, which are enough for the model's caps.
 */
export function packVector(values: Parameters): bigint {
  return pack(vectorLayout, values)
}

/** The vector in the lowest 190 bits of a word. */
export function unpackVector(word: bigint): Parameters {
  return unpack(vectorLayout, word) as Parameters
}

/** The five words of the event `Updated`: evidence, evidence, target and limits, old values and time, new values and block. */
export function unpackUpdate(
  words: readonly [bigint, bigint, bigint, bigint, bigint],
): UpdateRecord {
  const [first, second, target, oldValues, newValues] = words
  return {
    observation: unpackEvidence([first, second]),
    observedAt: oldValues >> VECTOR_BITS,
    blockNumber: newValues >> VECTOR_BITS,
    target: unpackVector(target),
    oldValues: unpackVector(oldValues),
    newValues: unpackVector(newValues),
    limits: decodeLimits(target >> VECTOR_BITS),
  }
}

function pack<Field extends string>(
  layout: Layout<Field>,
  values: Readonly<Record<Field, bigint>>,
): bigint {
  let word = 0n
  let offset = 0n
  for (const [field, bits] of layout) {
    const max = (1n << bits) - 1n
    const value = values[field]
    if (value < 0n || value > max) throw new OutOfDomainError(field, value, 0n, max)
    word |= value << offset
    offset += bits
  }
  return word
}

function unpack<Field extends string>(
  layout: Layout<Field>,
  word: bigint,
): Partial<Record<Field, bigint>> {
  const values: Partial<Record<Field, bigint>> = {}
  let offset = 0n
  for (const [field, bits] of layout) {
    values[field] = (word >> offset) & ((1n << bits) - 1n)
    offset += bits
  }
  return values
}
