import { describe, expect, test } from 'vitest'
import {
  fieldValue,
  inputFields,
  observationDomain,
  observationFields,
  type ParameterField,
  parameterFields,
  type Row,
  rangeOf,
} from '../oracle/domain.ts'
import { evaluate, type RealParameters } from '../oracle/model.ts'
import { compare } from '../oracle/rational.ts'
import { aims } from './aims.ts'
import { anyChain } from './chains.ts'
import { Random, testSeed } from './random.ts'
import { anyRow, anyRows } from './rows.ts'

const COUNT = 20_000
const rows = anyRows(new Random(testSeed()), COUNT)
const reals = rows.map(({ observation, policy }) => evaluate(observation, policy))

function allFields(row: Row) {
  return inputFields.map((input) => {
    const name = `${input.group}.${input.field}`
    return [name, fieldValue(row, input), rangeOf(input)] as const
  })
}

describe('anyRow', () => {
  test('default: every row lies in the domain', () => {
    for (const row of rows) {
      for (const [field, value, { min, max }] of allFields(row)) {
        if (value < min || value > max) expect.fail(`${field} is ${value}`)
      }
    }
  })

  test('behavior: the same seed gives the same rows, another seed others', () => {
    expect(anyRows(new Random(7), 50)).toEqual(anyRows(new Random(7), 50))
    expect(anyRows(new Random(8), 50)).not.toEqual(anyRows(new Random(7), 50))
  })

  test('behavior: every field meets both limits and their neighbours, often', () => {
    const met = new Map<string, number>()
    for (const row of rows) {
      for (const [field, value, { min, max }] of allFields(row)) {
        for (const [name, place] of Object.entries({
          min,
          max,
          above: min + 1n,
          below: max - 1n,
        })) {
          if (value === place) met.set(`${field} ${name}`, (met.get(`${field} ${name}`) ?? 0) + 1)
        }
      }
    }
    expect(met.size).toBe(26 * 4)
    expect(Math.min(...met.values())).toBeGreaterThan(COUNT / 200)
  })

  test('behavior: every field takes values of all sizes', () => {
    for (const [index, [field, , { max }]] of allFields(rows[0] as Row).entries()) {
      const sizes = new Set(rows.map((row) => allFields(row)[index]?.[1].toString(2).length))
      const least = Math.ceil((max.toString(2).length - 10) / 2)
      expect(sizes.size, field).toBeGreaterThan(least)
    }
  })

  test('behavior: every output meets its caps and much between them', () => {
    const caps: Partial<Record<ParameterField, readonly bigint[]>> = {
      aggressivenessPips: [0n],
      bandPips: [1_000_000n],
      maxTradeUsd: [0n, 2n ** 40n - 1n],
      intervalSec: [60n, 2n ** 32n - 1n],
      cppiMultiplierE3: [65_535n],
      guardPips: [4_000_000n],
      lotPips: [0n, 1_000_000n],
      returnPips: [1_000_000n],
    }
    for (const field of parameterFields) {
      for (const cap of caps[field] ?? []) {
        const at = reals.filter((real) => isAt(real, field, cap)).length
        expect(at, `${field} at ${cap}`).toBeGreaterThan(0)
        expect(at, `${field} at ${cap}`).toBeLessThan(COUNT * 0.6)
      }
      const wholes = new Set(reals.map((real) => real[field].num / real[field].den))
      expect(wholes.size, field).toBeGreaterThan(COUNT / 10)
    }
  })
})

function isAt(real: RealParameters, field: ParameterField, cap: bigint): boolean {
  return compare(real[field], { num: cap, den: 1n }) === 0
}

describe('aims', () => {
  const edges = [
    ['longestInterval', 'intervalSec', 2n ** 32n - 1n],
    ['bandIsOnePip', 'bandPips', 1n],
    ['bandIsEverything', 'bandPips', 1_000_000n],
    ['returnIsOnePip', 'returnPips', 1n],
    ['returnIsEverything', 'returnPips', 1_000_000n],
    ['lotIsOnePip', 'lotPips', 1n],
    ['lotIsEverything', 'lotPips', 1_000_000n],
    ['expiryIsEverything', 'bandPips', 1_000_000n],
    ['multiplierAtItsCap', 'cppiMultiplierE3', 65_535n],
    ['multiplierNearOne', 'cppiMultiplierE3', 1_000n],
    ['guardIsAtItsCap', 'guardPips', 4_000_000n],
  ] as const

  /** True if an output lies within a millionth of a value, but not on it. */
  function isNear(real: RealParameters, field: ParameterField, value: bigint): boolean {
    const { num, den } = real[field]
    const distance = num - value * den
    return distance !== 0n && (distance < 0n ? -distance : distance) * 1_000_000n < num
  }

  test.each(edges)('behavior: %s brings %s next to %s', (aim, field, value) => {
    const random = new Random(testSeed())
    const aimed = Array.from({ length: 2_000 }, () => {
      const row = anyRow(random)
      aims[aim]?.(random, row)
      return evaluate(row.observation, row.policy)
    })
    const near = aimed.filter((real) => isNear(real, field, value)).length
    expect(near).toBeGreaterThan(aimed.length / 50)
  })

  test.each(edges)('behavior: anyRow takes %s at times, and comes there', (_, field, value) => {
    const near = reals.filter((real) => isNear(real, field, value)).length
    expect(near).toBeGreaterThan(COUNT / 4_000)
  })
})

describe('anyChain', () => {
  test('default: values rise strictly within the domain, from steps of 1 to the whole range', () => {
    const random = new Random(testSeed())
    const deltas: bigint[] = []
    for (const field of observationFields) {
      const { min, max } = observationDomain[field]
      for (let i = 0; i < 500; i += 1) {
        const chain = anyChain(random, field)
        const values = field === 'horizonSec' ? chain.values.slice(0, -1) : chain.values
        for (const [j, value] of values.entries()) {
          expect(value >= min && value <= max).toBe(true)
          if (j > 0) deltas.push(value - (values[j - 1] as bigint))
        }
      }
    }
    expect(deltas.every((delta) => delta > 0n)).toBe(true)
    expect(deltas.filter((delta) => delta === 1n).length).toBeGreaterThan(deltas.length / 4)
    expect(deltas.filter((delta) => delta > 10n ** 9n).length).toBeGreaterThan(deltas.length / 50)
  })
})
