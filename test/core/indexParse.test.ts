import { describe, expect, it } from 'vitest'
import {
  MissingFieldError,
  observationFields,
  parseObservation,
  parsePolicy,
  parseRow,
  policyFields,
  UnknownFieldError,
  WrongTypeError,
} from '../../core/index.ts'

const observation = fill(observationFields)
const policy = fill(policyFields)

function fill(fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field, index) => [field, `${index}`]))
}

function catchError(value: unknown): unknown {
  try {
    parseRow(value)
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('parseRow', () => {
  it('default: decimal strings become bigints', () => {
    const row = parseRow({ observation, policy })
    expect(Object.values(row.observation)).toEqual(
      observationFields.map((_, index) => BigInt(index)),
    )
    expect(Object.keys(row.policy)).toEqual([...policyFields])
    expect([row.observation.curvaturePips, row.policy.curvaturePips]).toEqual([8n, 1n])
    expect(row).toEqual({
      observation: parseObservation(observation),
      policy: parsePolicy(policy),
    })
  })

  it('behavior: leaves the domain to the engines', () => {
    const wide = { ...observation, navUsd6: '9'.repeat(78) }
    expect(parseObservation(wide).navUsd6).toBe(10n ** 78n - 1n)
  })

  it.each([
    ['row', undefined, MissingFieldError],
    ['row', null, WrongTypeError],
    ['row', [], WrongTypeError],
    ['row', 'text', WrongTypeError],
    ['observation', { policy }, MissingFieldError],
    ['policy', { observation, policy: 1 }, WrongTypeError],
    ['rate', { observation, policy, rate: '1' }, UnknownFieldError],
    ['policy.rate', { observation, policy: { ...policy, rate: '1' } }, UnknownFieldError],
    ['policy.zE4', { observation, policy: { ...policy, zE4: undefined } }, MissingFieldError],
    ['policy.zE4', { observation, policy: { ...policy, zE4: {} } }, WrongTypeError],
    ['policy.zJumpE4', { observation, policy: { ...policy, zJumpE4: '1.5' } }, WrongTypeError],
    [
      'observation.curvaturePips',
      { observation: { ...observation, curvaturePips: undefined }, policy },
      MissingFieldError,
    ],
    [
      'policy.horizonSec',
      { observation, policy: { ...policy, horizonSec: '0' } },
      UnknownFieldError,
    ],
  ])('error: %s is missing, unknown or of the wrong type', (field, value, type) => {
    const error = catchError(value)
    expect(error).toBeInstanceOf(type)
    expect(error).toMatchObject({ field })
  })

  it.each([42, '', ' 1', '-1', '+1', '01', '1.0', '1e3', '0x1', '１', '1'.repeat(79)])(
    'error: %j is not a decimal string',
    (value) => {
      const error = catchError({ observation: { ...observation, depthUsd6: value }, policy })
      expect(error).toBeInstanceOf(WrongTypeError)
      expect(error).toMatchObject({
        code: 'core/wrong-type',
        field: 'observation.depthUsd6',
        message: expect.stringMatching(/; give a decimal string, for example "42"/),
      })
    },
  )

  it('error: the message shows what was there, cut where it is long', () => {
    const message = (value: unknown) =>
      (catchError({ observation: { ...observation, depthUsd6: value }, policy }) as Error).message
    expect(message(42)).toMatch(/^observation.depthUsd6 is the number 42;/)
    expect(message('4 2')).toMatch(/^observation.depthUsd6 is the string "4 2";/)
    expect(message(true)).toMatch(/^observation.depthUsd6 is the boolean true;/)
    expect(message('x'.repeat(1000))).toContain(`is the string "${'x'.repeat(40)}...";`)
  })
})
