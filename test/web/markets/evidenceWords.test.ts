import { describe, expect, test } from 'vitest'
import { observationFields, parameterFields } from '../../../core/index.ts'
import type { UpdateEvidence } from '../../../query/index.ts'
import { describeDistance, explainKind, listCompared } from '../../../web/markets/evidenceWords.ts'

const fill = <Field extends string>(fields: readonly Field[], value: bigint) =>
  Object.fromEntries(fields.map((field) => [field, value])) as Record<Field, bigint>

const observation = fill(observationFields, 1_000n)
const target = fill(parameterFields, 2_000n)
const evidence: UpdateEvidence = {
  id: '0x01',
  kind: 'proven',
  observedAt: 120n,
  observation,
  target,
  own: { endAt: 120n, observation, target: { ...target, guardPips: 2_100n } },
  difference: {
    observation: fill(observationFields, 0n),
    target: { ...fill(parameterFields, 0n), guardPips: -47_619n },
    largestTargetPips: 47_619n,
  },
  kept: undefined,
}

describe('listCompared', () => {
  test("P-184 every figure and every parameter, the index's own beside it", () => {
    const rows = listCompared(evidence) ?? []
    expect(rows).toHaveLength(observationFields.length + parameterFields.length)
    expect(rows.filter(({ apart }) => apart !== '0 %')).toEqual([
      { name: "model's guard", reported: '0.2 %', own: '0.21 %', apart: '-4.76 %' },
    ])
  })

  test('behavior: nothing where the index has no observation of the time', () => {
    expect(listCompared({ ...evidence, own: undefined, difference: undefined })).toBe(undefined)
  })
})

test('describeDistance default: far, near, unknown', () => {
  expect([47_619n, 0n, undefined].map(describeDistance)).toEqual([
    'at most 4.7619 % from the index',
    'as the index measured',
    'the index has nothing to compare',
  ])
})

test('explainKind default: another sentence for each', () => {
  const sentences = (['signed', 'proven', 'both'] as const).map(explainKind)
  expect(new Set(sentences).size).toBe(3)
})
