import { describe, expect, test } from 'vitest'
import { describeEvidence, outlineEvidence } from '../../../cli/governance/describeEvidence.ts'
import { formatMarketPage } from '../../../cli/governance/formatMarkets.ts'
import { observationFields, parameterFields } from '../../../core/index.ts'
import type { UpdateEvidence } from '../../../query/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { localConfig } from '../../governance/support/localMarket.ts'

const fill = <Field extends string>(fields: readonly Field[], value: bigint) =>
  Object.fromEntries(fields.map((field) => [field, value])) as Record<Field, bigint>

const own = {
  endAt: 120n,
  observation: fill(observationFields, 1_000n),
  target: fill(parameterFields, 2_000n),
}
const difference = {
  observation: fill(observationFields, 0n),
  target: fill(parameterFields, 0n),
  largestTargetPips: 0n,
}
const signed: UpdateEvidence = {
  id: '0x01',
  kind: 'signed',
  observedAt: 131n,
  observation: own.observation,
  target: own.target,
  own,
  difference,
  kept: undefined,
}
const reporter = `0x${'ab'.repeat(20)}` as const
const proven: UpdateEvidence = {
  ...signed,
  kind: 'proven',
  kept: { reporter, firstSegmentEndAt: 1_692_300_000n, segmentEndAt: 1_692_300_120n },
  observation: { ...signed.observation, gasUsedRatioPips: 21_000n },
  target: { ...signed.target, bandPips: 2_050n },
  difference: {
    observation: { ...difference.observation, gasUsedRatioPips: 20_000n },
    target: { ...difference.target, bandPips: 25_000n },
    largestTargetPips: 25_000n,
  },
}

describe('describeEvidence', () => {
  test('P-184 the kind, and both figures with how far they differ', () => {
    expect(describeEvidence(proven)).toMatchObject({
      'kind of evidence': 'proven, measured by a contract',
      'averages kept by': reporter,
      'averages hold': '2023-08-17 19:20:00 UTC to 2023-08-17 19:22:00 UTC',
      'beside the index': {
        evidence: {
          'base fee': '0.000001 gwei, the same',
          'gas used': '2.1 %, index 0.1 %, +2 points',
        },
        'what the model makes of it': { band: '0.205 %, index 0.2 %, +2.5 %' },
        'farthest apart': '2.5 %',
      },
    })
  })

  test('behavior: nothing to tell apart, and nothing to compare with', () => {
    expect(describeEvidence(signed)).toEqual({
      'kind of evidence': 'signed by reporters',
      'beside the index': 'the same figures',
    })
    const nothing = { own: undefined, difference: undefined, kept: undefined }
    const alone = { ...proven, kind: 'both' as const, ...nothing }
    expect(describeEvidence(alone)).toEqual({
      'kind of evidence': 'both, signed by reporters and measured by a contract',
      'beside the index': 'nothing to compare: it has no observation of that time',
    })
  })

  test('behavior: it stands in the page of a market, and is left out where it is not known', () => {
    const inForce = {
      status: 'active',
      isAwaitingEvidence: false,
      ageSec: 9n,
      values: proven.target,
    }
    const page = formatMarketPage(LOCAL_MARKET_ID, inForce, localConfig, proven)
    expect(page).toContain('\nkind of evidence: proven, measured by a contract\n')
    expect(page).toContain('    band: 0.205 %, index 0.2 %, +2.5 %\n')
    expect(formatMarketPage(LOCAL_MARKET_ID, inForce, localConfig)).not.toContain(
      'kind of evidence',
    )
  })
})

test.each([
  [undefined, 'proven'],
  [0n, 'proven, as the index'],
  [12_345n, 'proven, at most 1.2345 % from the index'],
])('outlineEvidence P-184 %s pips: %s', (largestTargetPips, text) => {
  expect(outlineEvidence({ kind: 'proven', largestTargetPips })).toBe(text)
})
