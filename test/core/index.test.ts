import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import {
  BaseError,
  inputFields,
  LaneCountError,
  loadCore,
  MissingFieldError,
  OutOfDomainError,
  observationFields,
  outputLanes,
  parameterFields,
  parseRow,
  policyFields,
  type Row,
  WrongTypeError,
} from '../../core/index.ts'

const core = await loadCore()
const vectors = await readFile(new URL('../vectors/model.ndjson', import.meta.url), 'utf8')
const rows = vectors
  .trim()
  .split('\n')
  .map((line) => {
    const { observation, policy } = JSON.parse(line)
    // The vectors leave out what the model does not read.
    return parseRow({ observation, policy: { ...policy, txBytes: '0' } })
  })
const row = rows[0] as Row

type InputField = (typeof inputFields)[number]

const observed = (field: (typeof observationFields)[number]): InputField => ({
  group: 'observation',
  field,
})
const voted = (field: (typeof policyFields)[number]): InputField => ({ group: 'policy', field })

function withField({ group, field }: InputField, value: unknown): Row {
  return { ...row, [group]: { ...row[group], [field]: value } }
}

function valueAt(input: Row, { group, field }: InputField): bigint {
  return (input[group] as unknown as Record<string, bigint>)[field] as bigint
}

function rangeAt({ group, field }: InputField) {
  return (core.domain[group] as Record<string, { min: bigint; max: bigint }>)[field] as {
    min: bigint
    max: bigint
  }
}

const named = inputFields.map((input) => [`${input.group}.${input.field}`, input] as const)

function toLanes(inputs: readonly Row[]): BigUint64Array {
  return BigUint64Array.from(
    inputs.flatMap((input) => inputFields.map((field) => valueAt(input, field))),
  )
}

function catchError(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('evaluate', () => {
  it('default: eight bigints in the fixed order', () => {
    const target = core.evaluate(row.observation, row.policy)
    expect(Object.keys(target)).toEqual([...parameterFields])
    for (const value of Object.values(target)) expect(value).toBeTypeOf('bigint')
    expect(target).toEqual({
      aggressivenessPips: 12n,
      bandPips: 1_000_000n,
      maxTradeUsd: 17_676_129n,
      intervalSec: 1_346_838_946n,
      cppiMultiplierE3: 5_059n,
      guardPips: 197_267n,
      lotPips: 406_076n,
      returnPips: 571_991n,
    })
  })

  it('behavior: rows, batches and lanes give the same results, across chunks', () => {
    const many = [...rows, ...rows.toReversed()]
    const single = many.map(({ observation, policy }) => core.evaluate(observation, policy))
    const lanes = core.evaluateLanes(toLanes(many))
    expect(many.length).toBeGreaterThan(2048)
    expect(core.evaluateBatch(many)).toEqual(single)
    expect([...lanes]).toEqual(single.flatMap((target) => [...Object.values(target), 0n]))
  })

  it('behavior: nothing comes of nothing', () => {
    expect(core.evaluateBatch([])).toEqual([])
    expect(core.evaluateLanes(new BigUint64Array())).toHaveLength(0)
  })

  it('behavior: goes on after the memory grew', () => {
    const before = core.evaluate(row.observation, row.policy)
    core.exports.reserve(core.exports.memory.buffer.byteLength * 2)
    expect(core.evaluate(row.observation, row.policy)).toEqual(before)
    core.exports.memory.grow(1)
    expect(core.evaluateBatch([row])).toEqual([before])
    core.exports.memory.grow(1)
    expect(core.evaluateLanes(toLanes([row]))[1]).toBe(before.bandPips)
  })

  it('error: a value outside its domain', () => {
    const error = catchError(() => core.evaluate({ ...row.observation, navUsd6: 0n }, row.policy))
    expect(error).toBeInstanceOf(OutOfDomainError)
    expect(error).toBeInstanceOf(BaseError)
    expect(error).toMatchObject({
      name: 'OutOfDomainError',
      code: 'core/out-of-domain',
      field: 'navUsd6',
      value: 0n,
      min: 1n,
      max: 10n ** 19n,
      message:
        'navUsd6 is 0, allowed are 1 to 10000000000000000000; ' +
        "give the portfolio's net asset value in millionths of a dollar",
    })
  })

  it.each(named)('error: %s at, beyond and far beyond its limits', (_, input) => {
    const { field } = input
    const { min, max } = rangeAt(input)
    for (const value of [min, max]) {
      const { observation, policy } = withField(input, value)
      expect(() => core.evaluate(observation, policy)).not.toThrow()
    }
    for (const value of [min - 1n, max + 1n, -(2n ** 64n), 2n ** 64n + min, 2n ** 200n]) {
      const wrong = withField(input, value)
      const error = catchError(() => core.evaluate(wrong.observation, wrong.policy))
      expect(error).toMatchObject({ code: 'core/out-of-domain', field, value, min, max })
      expect(core.evaluateBatch([wrong])).toEqual([error])
    }
  })

  it('error: the first of two wrong fields is named', () => {
    const policy = { ...row.policy, zE4: 2n ** 70n, riskAversionE4: 0n }
    const observation = { ...row.observation, navUsd6: -1n }
    const refused = (run: () => unknown) => expect(catchError(run))
    refused(() => core.evaluate(observation, policy)).toMatchObject({ field: 'navUsd6' })
    refused(() => core.evaluate(row.observation, policy)).toMatchObject({ field: 'riskAversionE4' })
  })

  it('error: the curvature of either group has the same name, and its own limits', () => {
    const told = withField(observed('curvaturePips'), 100_000_001n)
    const own = withField(voted('curvaturePips'), 0n)
    const [first, second] = core.evaluateBatch([told, own])
    expect(first).toMatchObject({ field: 'curvaturePips', value: 100_000_001n, min: 0n })
    expect(second).toMatchObject({ field: 'curvaturePips', value: 0n, min: 1n })
  })

  it('behavior: what the model does not read changes nothing', () => {
    const { policy } = withField(voted('txBytes'), 131_072n)
    expect(core.evaluate(row.observation, policy)).toEqual(
      core.evaluate(row.observation, row.policy),
    )
  })

  it('behavior: a portfolio that tells its curvature is believed up to the cap', () => {
    const evaluate = (told: bigint, own: bigint, cap: bigint) =>
      core.evaluate(
        { ...row.observation, curvaturePips: told },
        { ...row.policy, curvaturePips: own, curvatureCapPips: cap },
      )
    const half = evaluate(0n, 500_000n, 1n)
    expect(evaluate(500_000n, 7n, 10n ** 8n)).toEqual(half)
    expect(evaluate(10n ** 8n, 7n, 500_000n)).toEqual(half)
    expect(evaluate(0n, 7n, 500_000n)).not.toEqual(half)
  })

  it('error: a batch keeps what is right', () => {
    const wrong = withField(voted('zE4'), 100_001n)
    const target = core.evaluate(row.observation, row.policy)
    const [first, second, third] = core.evaluateBatch([row, wrong, row])
    expect([first, third]).toEqual([target, target])
    expect(second).toBeInstanceOf(OutOfDomainError)
    const lanes = core.evaluateLanes(toLanes([row, wrong, row]))
    const status = 1n + BigInt(inputFields.findIndex(({ field }) => field === 'zE4'))
    expect([...lanes.slice(outputLanes, 2 * outputLanes)]).toEqual([
      ...Array(parameterFields.length).fill(0n),
      status,
    ])
  })

  it('error: a value that is not a bigint, or not there', () => {
    const evaluate = (field: InputField, value: unknown) => {
      const { observation, policy } = withField(field, value)
      return catchError(() => core.evaluate(observation, policy))
    }
    expect(evaluate(observed('depthUsd6'), 5)).toBeInstanceOf(WrongTypeError)
    expect(evaluate(observed('depthUsd6'), 5)).toMatchObject({
      code: 'core/wrong-type',
      message: 'depthUsd6 is the number 5; give a bigint',
    })
    expect(evaluate(voted('zE4'), undefined)).toBeInstanceOf(MissingFieldError)
    expect(evaluate(voted('zE4'), undefined)).toMatchObject({
      code: 'core/missing-field',
      field: 'zE4',
    })
    expect(() => core.evaluateBatch([row, withField(voted('zE4'), '1')])).toThrow(WrongTypeError)
  })

  it('error: lanes that are not whole rows', () => {
    const error = catchError(() => core.evaluateLanes(new BigUint64Array(27)))
    expect(error).toBeInstanceOf(LaneCountError)
    expect(error).toMatchObject({ code: 'core/lane-count', laneCount: 27, rowLanes: 26 })
  })
})

describe('validateObservation, validatePolicy', () => {
  it('default: accept what evaluate accepts', () => {
    for (const { observation, policy } of rows) {
      core.validateObservation(observation)
      core.validatePolicy(policy)
    }
  })

  it.each(named)('error: %s outside its domain', (_, input) => {
    const { min, max } = rangeAt(input)
    for (const value of [min - 1n, max + 1n]) {
      const { observation, policy } = withField(input, value)
      const error = catchError(() => {
        core.validateObservation(observation)
        core.validatePolicy(policy)
      })
      expect(error).toEqual(catchError(() => core.evaluate(observation, policy)))
    }
  })

  it('error: a value that is not a bigint', () => {
    const { observation, policy } = withField(observed('navUsd6'), null)
    expect(() => core.validateObservation(observation)).toThrow('navUsd6 is null; give a bigint')
    expect(() => core.validatePolicy({ ...policy, epochSec: 60 as unknown as bigint })).toThrow(
      'epochSec is the number 60; give a bigint',
    )
  })
})

describe('fields', () => {
  it('default: the input fields are those of the observation, then those of the policy', () => {
    expect(inputFields.map(({ field }) => field)).toEqual([...observationFields, ...policyFields])
    expect(Object.keys(core.domain.observation)).toEqual([...observationFields])
    expect(Object.keys(core.domain.policy)).toEqual([...policyFields])
  })
})
