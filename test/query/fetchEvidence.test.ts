import { describe, expect, test } from 'vitest'
import { observationFields, parameterFields } from '../../core/index.ts'
import {
  createQueryClient,
  fetchEvidence,
  fetchLatestEvidence,
  SchemaMismatchError,
} from '../../query/index.ts'

const id = '0x000000000000004c00000002'
const market = `0x${'ab'.repeat(32)}` as const
const reporter = `0x${'cd'.repeat(20)}`

const numbers = (fields: readonly string[], value: string | null) =>
  Object.fromEntries(fields.map((field) => [field, value]))
const targetNames = parameterFields.map(
  (field) => `target${field[0]?.toUpperCase()}${field.slice(1)}`,
)
const apartNames = [
  ...['baseFee', 'gasUsedRatio', 'nativePrice', 'depth', 'depthRef', 'variance', 'nav', 'dataFee'],
  ...['curvature', 'horizon', 'aggressiveness', 'band', 'maxTrade', 'interval', 'cppiMultiplier'],
  ...['guard', 'lot', 'return', 'largestTarget'],
].map((name) => `${name}Pips`)

const difference = {
  ...numbers(apartNames, '0'),
  depthPips: '-12',
  dataFeePips: null,
  bandPips: '13',
  largestTargetPips: '13',
  own: { endAt: '1692599880', ...numbers(observationFields, '6'), ...numbers(targetNames, '8') },
}
const proven = {
  id,
  evidenceKind: 'PROVEN',
  observedAt: '1692599880',
  ...numbers(observationFields, '5'),
  target: numbers(parameterFields, '7'),
  difference,
  measurement: { reporter: { id: reporter }, segmentEndAt: '240', firstSegmentEndAt: '120' },
}

/** What a client is asked, and what it makes of an answer with these updates. */
function startFetch(updates: readonly object[]) {
  const asked: Record<string, unknown>[] = []
  const fetch = async (_: unknown, init?: { body?: unknown }) => {
    asked.push(JSON.parse(String(init?.body)).variables)
    return Response.json({ data: { updates } })
  }
  return { asked, client: createQueryClient({ url: 'http://index.test/', retries: 0, fetch }) }
}

describe('fetchLatestEvidence', () => {
  test('default: the kind, both sides, and how far apart they are', async () => {
    const { client, asked } = startFetch([proven])
    const evidence = await fetchLatestEvidence(client, market)
    expect(asked).toEqual([{ market }])
    expect(evidence).toEqual({
      id,
      kind: 'proven',
      observedAt: 1_692_599_880n,
      observation: Object.fromEntries(observationFields.map((field) => [field, 5n])),
      target: Object.fromEntries(parameterFields.map((field) => [field, 7n])),
      own: {
        endAt: 1_692_599_880n,
        observation: Object.fromEntries(observationFields.map((field) => [field, 6n])),
        target: Object.fromEntries(parameterFields.map((field) => [field, 8n])),
      },
      difference: {
        observation: {
          ...Object.fromEntries(observationFields.map((field) => [field, 0n])),
          depthUsd6: -12n,
          dataFeeWei: undefined,
        },
        target: {
          ...Object.fromEntries(parameterFields.map((field) => [field, 0n])),
          bandPips: 13n,
        },
        largestTargetPips: 13n,
      },
      kept: { reporter, segmentEndAt: 240n, firstSegmentEndAt: 120n },
    })
  })

  test('behavior: no update yet; a signed one of which the index has no observation; a target that the model refuses', async () => {
    const read = (...updates: object[]) => fetchLatestEvidence(startFetch(updates).client, market)
    expect(await read()).toBe(undefined)
    const signed = { ...proven, evidenceKind: 'SIGNED', difference: null, measurement: null }
    expect(await read(signed)).toMatchObject({
      kind: 'signed',
      own: undefined,
      difference: undefined,
      kept: undefined,
    })
    const own = { ...difference.own, ...numbers(targetNames, null) }
    const refused = { ...proven, difference: { ...difference, bandPips: null, own } }
    expect(await read(refused)).toMatchObject({
      own: { target: undefined },
      difference: { target: { bandPips: undefined } },
    })
  })

  test('error: a figure that is none, a kind that is none', async () => {
    const read = (update: object) => fetchLatestEvidence(startFetch([update]).client, market)
    const figure = read({ ...proven, difference: { ...difference, depthPips: '1.5' } })
    await expect(figure).rejects.toThrow(/updates\.0\.difference\.depthPips/)
    await expect(read({ ...proven, evidenceKind: 'NONE' })).rejects.toThrow(SchemaMismatchError)
  })
})

describe('fetchEvidence', () => {
  test('default: of several updates, by their ids', async () => {
    const { client, asked } = startFetch([proven])
    const found = await fetchEvidence(client, [id, '0x000000000000004c00000003'])
    expect(asked).toEqual([{ ids: [id, '0x000000000000004c00000003'], count: 2 }])
    expect([...found].map(([of, { kind }]) => [of, kind])).toEqual([[id, 'proven']])
  })
})
