import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCore, OutOfDomainError, type Row } from '../../core/index.ts'
import { Random, testSeed } from '../generators/random.ts'
import { anyRow } from '../generators/rows.ts'
import {
  fieldValue,
  type InputField,
  inputFields,
  observationDomain,
  policyDomain,
  rangeOf,
  withField,
} from '../oracle/domain.ts'
import { type EngineUnderTest, engineNames, startEngine } from './engines.ts'
import { show } from './report.ts'

const named = inputFields.map((input) => [`${input.group}.${input.field}`, input] as const)
const U32_MAX = 2n ** 32n - 1n
const U64_MAX = 2n ** 64n - 1n
const seed = testSeed()

/** The unit is the last word of a name, and it fixes the type. */
function typeMaxOf({ field }: InputField): bigint {
  return /(PerGas|Usd6|Wad|Wei)$/.test(field) ? U64_MAX : U32_MAX
}

function expectedRefusal(input: InputField, value: bigint): object | undefined {
  const { min, max } = rangeOf(input)
  if (value >= min && value <= max) return undefined
  return {
    name: 'OutOfDomainError',
    code: 'core/out-of-domain',
    field: input.field,
    value,
    min,
    max,
  }
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

  async function checkValues(input: InputField, values: readonly bigint[]): Promise<void> {
    const cases = baseRows(5).flatMap((row) => values.map((value) => ({ row, value })))
    const outcomes = await engine.evaluateBatch(
      cases.map(({ row, value }) => withField(row, input, value)),
    )
    for (const [i, { row, value }] of cases.entries()) {
      const message = `${input.group}.${input.field} = ${value} in ${show(row)}`
      expect(refusalOf(outcomes[i] as object), message).toEqual(expectedRefusal(input, value))
    }
  }

  test.each(named)(
    'P-27 %s: one below, at, and one above each limit, zero and the largest value of its type',
    async (_, input) => {
      const { min, max } = rangeOf(input)
      const nearby = [min - 1n, min, min + 1n, max - 1n, max, max + 1n]
      const carried = nearby.filter((value) => value >= 0n)
      await checkValues(input, [...carried, 0n, typeMaxOf(input)])
    },
  )

  test.each(named)(
    'P-27 %s: what no Solidity integer of its type carries, as the façade refuses it',
    async (_, input) => {
      const beyond = typeMaxOf(input) + 1n
      await checkValues(input, [-1n, -U64_MAX, beyond, U64_MAX + 1n, U64_MAX + 2n, 2n ** 300n])
    },
  )

  test('P-27 of several fields outside the domain, the first in the fixed order is named', async () => {
    const random = new Random(seed + 1)
    const cases = baseRows(500).map((base) => {
      const count = 1 + random.below(4)
      const wrong = Array.from({ length: count }, () => random.pick(inputFields))
      const row = wrong.reduce((inner, input) => {
        const { min, max } = rangeOf(input)
        const value = min > 0n && random.chance(0.5) ? min - 1n : max + BigInt(1 + random.below(9))
        return withField(inner, input, value)
      }, base)
      const first = inputFields.find((input) => wrong.includes(input)) as InputField
      return { row, refusal: expectedRefusal(first, fieldValue(row, first)) }
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
    for (const input of inputFields) {
      const { observation, policy } = withField(row, input, rangeOf(input).max + 1n)
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
    for (const input of inputFields) {
      const { min, max } = rangeOf(input)
      for (const value of [min - 1n, max + 1n]) {
        const { observation, policy } = withField(row, input, value)
        const validate = () =>
          input.group === 'observation'
            ? core.validateObservation(observation)
            : core.validatePolicy(policy)
        expect(validate).toThrow(new OutOfDomainError(input.field, value, min, max))
      }
    }
  })

  test('P-27 the façade knows the limits of the specification', async () => {
    expect((await loadCore()).domain).toEqual({
      observation: observationDomain,
      policy: policyDomain,
    })
  })
})
