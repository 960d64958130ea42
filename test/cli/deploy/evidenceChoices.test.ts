import { describe, expect, test } from 'vitest'
import { readEvidenceChoices, requireNoEvidence } from '../../../cli/deploy/evidenceChoices.ts'

const flags = { kind: 'proven', 'variance-cap': '512' } as const

describe('readEvidenceChoices', () => {
  test('default: three slow windows, the portfolio asked, ages by the chain', () => {
    expect(readEvidenceChoices(flags)).toEqual({
      isLean: false,
      valuesHoldings: false,
      varianceCap: 512,
      minFeeAgeBlocks: undefined,
      maxFeeAgeBlocks: undefined,
    })
  })

  test('behavior: ages are a range of blocks', () => {
    const { minFeeAgeBlocks, maxFeeAgeBlocks } = readEvidenceChoices({
      ...flags,
      'fee-ages': '30-300',
    })
    expect([minFeeAgeBlocks, maxFeeAgeBlocks]).toEqual([30, 300])
  })

  test.each([
    [{ kind: 'both', 'values-holdings': true }, /--values-holdings does not go with --kind both/],
    [{ 'variance-cap': 'much' }, /--variance-cap much is no whole number/],
    [{ 'fee-ages': '25' }, /--fee-ages 25 is no range of blocks/],
  ] as const)('error: %j', (more, message) => {
    expect(() => readEvidenceChoices({ ...flags, ...more })).toThrow(message)
  })
})

test('error: a flag that is of --evidence, without it', () => {
  expect(() => requireNoEvidence({ 'variance-cap': '512', lean: true })).toThrow(
    /--lean is of --evidence/,
  )
  expect(() => requireNoEvidence({ 'variance-cap': '512' })).not.toThrow()
})
