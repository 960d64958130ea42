import { describe, expect, test } from 'vitest'
import {
  type Observation,
  observationFields,
  type Parameters,
  parameterFields,
} from '../../core/index.ts'
import {
  compareFigures,
  compareTargets,
  formatApart,
  isSameEvidence,
} from '../../governance/index.ts'

const fill = <Field extends string>(fields: readonly Field[], value: bigint) =>
  Object.fromEntries(fields.map((field) => [field, value])) as Record<Field, bigint>

const observation: Observation = {
  baseFeePerGas: 12_345_678_901n,
  gasUsedRatioPips: 520_600n,
  nativePriceUsd6: 1_801_234_567n,
  depthUsd6: 33_712_345_123_456n,
  depthRefUsd6: 30_000_000_000_000n,
  varianceWad: 42_000_000_000_000_001n,
  navUsd6: 10_000_000_000_000n,
  dataFeeWei: 0n,
  curvaturePips: 250_000n,
  horizonSec: 0n,
}
const target: Parameters = {
  aggressivenessPips: 12_700n,
  bandPips: 48_300n,
  maxTradeUsd: 443_000n,
  intervalSec: 4_294_967_295n,
  cppiMultiplierE3: 10_800n,
  guardPips: 132_600n,
  lotPips: 19_600n,
  returnPips: 26_100n,
}
const same = {
  observation: fill(observationFields, 0n),
  target: fill(parameterFields, 0n),
}
const evidence = {
  observation,
  target,
  own: {
    observation: { ...observation, gasUsedRatioPips: 500_000n, depthUsd6: 34_000_000_000_000n },
    target: { ...target, bandPips: 48_000n },
  },
  difference: {
    observation: { ...same.observation, gasUsedRatioPips: 20_600n, depthUsd6: -8_460n },
    target: { ...same.target, bandPips: 6_250n },
  },
}

describe('compareFigures', () => {
  test('P-184 each figure of both sides with its unit, six digits of it, and how far apart', () => {
    const rows = compareFigures(evidence)
    expect(rows.map(({ name }) => name)).toEqual([
      ...['base fee', 'gas used', 'price of the native coin', 'depth', 'usual depth'],
      ...['variance a year', 'net asset value', 'data fee', 'curvature', 'horizon'],
    ])
    const find = (wanted: string) => rows.find(({ name }) => name === wanted)
    expect(find('base fee')).toEqual({
      name: 'base fee',
      reported: '12.3457 gwei',
      own: '12.3457 gwei',
      apart: '0 %',
    })
    expect(find('gas used')).toMatchObject({
      reported: '52.06 %',
      own: '50 %',
      apart: '+2.06 points',
    })
    expect(find('depth')).toMatchObject({
      reported: '$33,712,300',
      own: '$34,000,000',
      apart: '-0.846 %',
    })
    expect(find('variance a year')?.reported).toBe('0.042')
  })
})

describe('compareTargets', () => {
  test('P-184 the eight parameters of both sides, and how far apart', () => {
    const rows = compareTargets(evidence)
    expect(rows).toHaveLength(parameterFields.length)
    expect(rows[1]).toEqual({ name: 'band', reported: '4.83 %', own: '4.8 %', apart: '+0.625 %' })
    expect(rows[3]?.reported).toBe('no limit')
  })

  test('behavior: a target that the model refuses', () => {
    const refused = {
      ...evidence,
      own: { ...evidence.own, target: undefined },
      difference: {
        ...same,
        target: Object.fromEntries(parameterFields.map((field) => [field, undefined])) as never,
      },
    }
    expect(compareTargets(refused)[0]).toMatchObject({ own: 'none', apart: 'no share' })
    expect(isSameEvidence(refused)).toBe(false)
  })
})

test('isSameEvidence default: only if no figure and no target differs', () => {
  expect(isSameEvidence({ difference: same })).toBe(true)
  expect(isSameEvidence(evidence)).toBe(false)
  const unknown = { ...same.observation, dataFeeWei: undefined }
  expect(isSameEvidence({ difference: { ...same, observation: unknown } })).toBe(false)
})

test.each([
  [0n, '0 %'],
  [1n, '+0.0001 %'],
  [-9_999n, '-0.9999 %'],
  [10_049n, '+1 %'],
  [-123_456_789n, '-12345.68 %'],
  [undefined, 'no share'],
])('formatApart default: %s pips are %s', (pips, text) => {
  expect(formatApart(pips)).toBe(text)
})
