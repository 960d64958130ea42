/**
 * Chains for the directions: one row in which a single observed field takes several rising values.
 * Each pair of neighbours in a chain is a pair (x, x + delta), with delta from 1 to the whole range.
 */
import {
  type Observation,
  type ObservationField,
  observationDomain,
  type Range,
  type Row,
} from '../oracle/domain.ts'
import { clamp } from '../oracle/integers.ts'
import { anyValue, bitLength, logUniform } from './fields.ts'
import type { Random } from './random.ts'
import { anyRow } from './rows.ts'

export interface Chain {
  readonly row: Row
  readonly field: ObservationField
  /** Strictly rising, within the domain; a horizon of 0, which is none, comes after all others. */
  readonly values: readonly bigint[]
}

/** The row with one observed field replaced. */
export function withValue(row: Row, field: ObservationField, value: bigint): Row {
  return { observation: { ...row.observation, [field]: value } as Observation, policy: row.policy }
}

/** `count` consecutive integers around `middle`. */
export function run(middle: bigint, count: number): bigint[] {
  return Array.from({ length: count }, (_, i) => middle - BigInt(count >> 1) + BigInt(i))
}

/** Sorted, without repetitions, within the range. */
export function rising(values: readonly bigint[], range: Range): bigint[] {
  return [...new Set(values.map((value) => clamp(value, range)))].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  )
}

function candidates(random: Random, own: bigint, range: Range): bigint[] {
  const roll = random.unit()
  // Where an aim put the field: the regime's edge is within a few units or a tiny share of it.
  if (roll < 0.3) return [...run(own, 5), own + own / 10n ** 9n, own * 2n, own / 2n]
  if (roll < 0.5) return run(anyValue(random, range), 8)
  if (roll < 0.65) {
    return run(1n << BigInt(random.below(bitLength(range.max) + 1)), 8)
  }
  if (roll < 0.75) return [...run(range.min, 8), ...run(range.max, 8)]
  if (roll < 0.9) {
    const start = logUniform(random, range)
    const share = 10n ** BigInt(1 + random.below(18))
    return [0n, 1n, 2n, 3n, 5n, 8n, 13n].map((i) => start + (start * i) / share + i)
  }
  return Array.from({ length: 8 }, () => anyValue(random, range))
}

/** Where a field can be compared with itself: at 0 nothing is told, and there is no horizon. */
export function comparableRange(field: ObservationField): Range {
  const { min, max } = observationDomain[field]
  return { min: field === 'curvaturePips' || field === 'horizonSec' ? 1n : min, max }
}

export function anyChain(random: Random, field: ObservationField): Chain {
  const row = anyRow(random)
  const range = comparableRange(field)
  const values = rising(candidates(random, row.observation[field], range), range)
  return { row, field, values: field === 'horizonSec' ? [...values, 0n] : values }
}

/** The rows of chains, one after the other, for one call of a batch. */
export function rowsOf(chains: readonly Chain[]): Row[] {
  return chains.flatMap(({ row, field, values }) =>
    values.map((value) => withValue(row, field, value)),
  )
}
