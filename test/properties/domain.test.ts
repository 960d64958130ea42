import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCore, OutOfDomainError, type Row } from '../../core/index.ts'
import { Random, testSeed } from '../generators/random.ts'
import { anyRow } from '../generators/rows.ts'
import {
  type ObservationField,
  observationDomain,
  observationFields,
  type PolicyField,
  policyDomain,
  policyFields,
  type Range,
} from '../oracle/domain.ts'
import { type EngineUnderTest, engineNames, startEngine } from './engines.ts'
import { show } from './report.ts'

type Field = ObservationField | PolicyField

const fields: readonly Field[] = [...observationFields, ...policyFields]
const domain: Record<Field, Range> = { ...observationDomain, ...policyDomain }
const U32_MAX = 2n ** 32n - 1n
const U64_MAX = 2n ** 64n - 1n
const seed = testSeed()

/** The unit is the last word of a name, and it fixes the type. */
function typeMaxOf(field: Field): bigint {
  return /(PerGas|Usd6|Wad)$/.test(field) ? U64_MAX : U32_MAX
}

function withField(row: Row, field: Field, value: bigint): Row {
  return field in observationDomain
    ? { observation: { ...row.observation, [field]: value }, policy: row.policy }
    : { observation: row.observation, policy: { ...row.policy, [field]: value } }
}

function expectedRefusal(field: Field, value: bigint): object | undefined {
  const { min, max } = domain[field]
  if (value >= min && value <= max) return undefined
  return { name: 'OutOfDomainError', code: 'core/out-of-domain', field, value, min, max }
}

function refusalOf(outcome: object): object | undefined {
  if (!(outcome instanceof OutOfDomainError)) return undefined
  const { name, code, field, value, min, max } = outcome
  return { name, code, field, value, min, max }
}

/** Rows that differ in everything else, so that a refusal does not hang on one market. */
function baseRows(count: number): Row[] {
  const random = new Random(seed)
  return Array.from({ length: count }, () => anyRow(random))
}

describe.each(engineNames)('the domain of %s', (name) => {
  let engine: EngineUnderTest

  beforeAll(async () => {
    engine = await startEngine(name)
  }, 600_000)

  afterAll(() => engine.close())

  async function checkValues(field: Field, values: readonly bigint[]): Promise<void> {
    const cases = baseRows(5).flatMap((row) => values.map((value) => ({ row, value })))
    const outcomes = await engine.evaluateBatch(
      cases.map(({ row, value }) => withField(row, field, value)),
    )
    for (const [i, { row, value }] of cases.entries()) {
      const message = `${field} = ${value} in ${show(row)}`
      expect(refusalOf(outcomes[i] as object), message).toEqual(expectedRefusal(field, value))
    }
  }

  test.each(fields)(
    'P-27 %s: one below, at, and one above each limit, zero and the largest value of its type',
    async (field) => {
      const { min, max } = domain[field]
      const nearby = [min - 1n, min, min + 1n, max - 1n, max, max + 1n]
      const carried = nearby.filter((value) => value >= 0n)
      await checkValues(field, [...carried, 0n, typeMaxOf(field)])
    },
  )

  test.each(fields)(
    'P-27 %s: what no Solidity integer of its type carries, as the façade refuses it',
    async (field) => {
      const beyond = typeMaxOf(field) + 1n
      await checkValues(field, [-1n, -U64_MAX, beyond, U64_MAX + 1n, U64_MAX + 2n, 2n ** 300n])
    },
  )

  test('P-27 of several fields outside the domain, the first in the fixed order is named', async () => {
    const random = new Random(seed + 1)
    const cases = baseRows(500).map((base) => {
      const count = 1 + random.below(4)
      const wrong = Array.from({ length: count }, () => random.pick(fields))
      const row = wrong.reduce((inner, field) => {
        const { min, max } = domain[field]
        const value = min > 0n && random.chance(0.5) ? min - 1n : max + BigInt(1 + random.below(9))
        return withField(inner, field, value)
      }, base)
      const first = fields.find((field) => wrong.includes(field)) as Field
      const value = { ...row.observation, ...row.policy }[first]
      return { row, refusal: expectedRefusal(first, value) }
    })
    const outcomes = await engine.evaluateBatch(cases.map(({ row }) => row))
    for (const [i, { row, refusal }] of cases.entries()) {
      expect(refusalOf(outcomes[i] as object), show(row)).toEqual(refusal)
    }
  })
})

describe('the domain of the façade', () => {
  test('P-27 a single evaluation throws what the batch returns', async () => {
    const core = await loadCore()
    const [row] = baseRows(1) as [Row]
    for (const field of fields) {
      const { observation, policy } = withField(row, field, domain[field].max + 1n)
      const [refusal] = core.evaluateBatch([{ observation, policy }])
      expect(refusal).toBeInstanceOf(OutOfDomainError)
      expect(() => core.evaluate(observation, policy)).toThrow(refusal as OutOfDomainError)
    }
  })

  test('P-27 observation and policy are checked alone by the same limits', async () => {
    const core = await loadCore()
    for (const row of baseRows(200)) {
      expect(() => core.validateObservation(row.observation)).not.toThrow()
      expect(() => core.validatePolicy(row.policy)).not.toThrow()
    }
    const [row] = baseRows(1) as [Row]
    for (const field of fields) {
      for (const value of [domain[field].min - 1n, domain[field].max + 1n]) {
        const { observation, policy } = withField(row, field, value)
        const validate = () =>
          field in observationDomain
            ? core.validateObservation(observation)
            : core.validatePolicy(policy)
        expect(validate).toThrow(
          new OutOfDomainError(field, value, domain[field].min, domain[field].max),
        )
      }
    }
  })

  test('P-27 the façade knows the limits of the specification', async () => {
    expect((await loadCore()).domain).toEqual(domain)
  })
})
