import { describe, expect, test } from 'vitest'
import { observationFields, parameterFields, policyFields } from '../../core/index.ts'
import {
  BlockUnavailableError,
  createQueryClient,
  fetchLatest,
  SchemaMismatchError,
} from '../../query/index.ts'
import { hashAt } from './support/startIndex.ts'

const block = { number: 77, hash: hashAt(77), timestamp: 1_692_600_000 }
const id = `0x${'ab'.repeat(32)}`

const numbers = (fields: readonly string[], value: string | null) =>
  Object.fromEntries(fields.map((field) => [field, value]))
const targetNames = parameterFields.map(
  (field) => `target${field[0]?.toUpperCase()}${field.slice(1)}`,
)

const observation = {
  blockNumber: '76',
  blockHash: hashAt(76),
  observedAt: '1692599990',
  refusedField: null,
  policy: numbers(policyFields, '3'),
  ...numbers(observationFields, '5'),
  ...numbers(targetNames, '7'),
}
const market = (latestObservation: object | null, gap: string | null = null) => ({
  id,
  latestUpdate: { id: '0x000000000000004c00000002', evidenceKind: 'BOTH' },
  window: { latestSegment: { observationGap: gap }, latestObservation },
})

function fetchFrom(markets: readonly object[], _meta: object | null = { block }) {
  const fetch = async () => Response.json({ data: { _meta, markets } })
  return fetchLatest(createQueryClient({ url: 'http://index.test/', retries: 0, fetch }))
}

describe('fetchLatest', () => {
  test('default: each market with its latest observation, policy and target, and the block of all', async () => {
    const latest = await fetchFrom([market(observation)])
    expect(latest.block).toEqual({ number: 77n, hash: hashAt(77), timestamp: 1_692_600_000n })
    expect(latest.markets.get(id as `0x${string}`)).toEqual({
      latestUpdateId: '0x000000000000004c00000002',
      evidenceKind: 'both',
      gap: undefined,
      observation: {
        blockNumber: 76n,
        blockHash: hashAt(76),
        observedAt: 1_692_599_990n,
        refusedField: undefined,
        policy: Object.fromEntries(policyFields.map((field) => [field, 3n])),
        observation: Object.fromEntries(observationFields.map((field) => [field, 5n])),
        target: Object.fromEntries(parameterFields.map((field) => [field, 7n])),
      },
    })
  })

  test('behavior: a market without a segment, without an observation, with one that the model refuses', async () => {
    const refused = { ...observation, refusedField: 'navUsd6', ...numbers(targetNames, null) }
    const read = async (of: object) => [...(await fetchFrom([of])).markets.values()][0]
    expect(await read({ id, latestUpdate: null, window: null })).toEqual({
      latestUpdateId: undefined,
      evidenceKind: undefined,
      gap: undefined,
      observation: undefined,
    })
    expect(await read(market(null, 'NO_PORTFOLIO'))).toMatchObject({ gap: 'NO_PORTFOLIO' })
    expect(await read(market(refused))).toMatchObject({
      observation: { target: undefined, refusedField: 'navUsd6' },
    })
  })

  test('error: it has no block yet; a figure is none', async () => {
    await expect(fetchFrom([], null)).rejects.toThrow(BlockUnavailableError)
    const wrong = fetchFrom([market({ ...observation, depthUsd6: '1.5' })])
    await expect(wrong).rejects.toThrow(SchemaMismatchError)
    await expect(wrong).rejects.toThrow(/markets\.0\.window\.latestObservation\.depthUsd6/)
  })
})
