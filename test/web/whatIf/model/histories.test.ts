import { describe, expect, test } from 'vitest'
import { observationFields } from '../../../../core/index.ts'
import { diskReader } from '../../../../market/files/diskReader.ts'
import { openMarket } from '../../../../market/files/openMarket.ts'
import { computeObservations } from '../../../../market/recordingSegments.ts'
import { createQueryClient } from '../../../../query/index.ts'
import { readIndexedHistory } from '../../../../web/whatIf/model/readIndexedHistory.ts'
import { readRecordedHistory } from '../../../../web/whatIf/model/readRecordedHistory.ts'

const lanesOf = (lanes: BigUint64Array, row: number) => [
  ...lanes.subarray(row * observationFields.length, (row + 1) * observationFields.length),
]

describe('readRecordedHistory', () => {
  test('default: the observations that the index would have made of the recorded day', async () => {
    const market = await openMarket('ethereum-2022-05-12')
    const { at, lanes, warmRows } = await readRecordedHistory({ market, reader: diskReader })
    const expected = computeObservations(
      await diskReader.readRecording(market),
      10_000_000_000_000n,
    )
    // What becomes known after the last step of the record nobody has seen.
    const known = expected.slice(0, at.length)
    expect(at.length).toBeGreaterThan(expected.length - 2)
    expect([...at]).toEqual(known.map((of) => Number(of.at)))
    for (const [row, { observation }] of known.entries()) {
      expect(lanesOf(lanes, row)).toEqual(observationFields.map((field) => observation[field]))
    }
    expect(warmRows).toBe(0)
  })
})

const DAY_SEC = 86_400
const NOW = 1_700_006_400 + 40 * DAY_SEC
const MARKET = `0x${'57'.repeat(32)}` as const
const HASH = `0x${'ab'.repeat(32)}`

interface Asked {
  from: string
  to: string
  market: string
  first: number
  after: string
}

/** An index with an observation each hour, of one market. */
function fakeIndex(options: { unavailable?: number } = {}) {
  const asked: Asked[] = []
  let failures = options.unavailable ?? 0
  const answer = (body: { query: string; variables: Asked }): object => {
    const { query, variables } = body
    const meta = { block: { number: 9, hash: HASH, timestamp: NOW } }
    if (!query.includes('page:')) return { _meta: meta }
    asked.push(variables)
    if (failures-- > 0)
      return { _meta: { block: { ...meta.block, hash: `0x${'cd'.repeat(32)}` } }, page: [] }
    const page: object[] = []
    for (let at = 0; at < 40 * 24; at++) {
      const endAt = NOW - 3_600 * (40 * 24 - at)
      const id = `0x${endAt.toString(16).padStart(10, '0')}`
      if (endAt < Number(variables.from) || endAt >= Number(variables.to)) continue
      if (id <= variables.after || page.length === variables.first) continue
      const figures = observationFields.map((field, index) => [field, `${endAt + index}`])
      page.push({ id, observedAt: `${endAt + 13}`, ...Object.fromEntries(figures) })
    }
    return { _meta: meta, page }
  }
  const fetchFn = async (_: unknown, init?: { body?: unknown }) =>
    new Response(JSON.stringify({ data: answer(JSON.parse(String(init?.body))) }), {
      headers: { 'content-type': 'application/json' },
    })
  return { asked, fetchFn }
}

describe('readIndexedHistory', () => {
  test('default: so many days and one before, each observation once and in order, of one market', async () => {
    const { asked, fetchFn } = fakeIndex()
    const client = createQueryClient({
      url: 'http://index.test/',
      fetch: fetchFn as typeof fetch,
    })
    const { at, lanes, warmRows } = await readIndexedHistory(client, MARKET, BigInt(7 * DAY_SEC))
    // The oldest is a second too old.
    expect(at).toHaveLength(8 * 24 - 1)
    expect([...at]).toEqual([...at].toSorted((a, b) => a - b))
    expect(warmRows).toBe(23)
    const last = NOW - 3_600
    expect(at.at(-1)).toBe(last + 13)
    expect(lanesOf(lanes, at.length - 1)).toEqual(
      observationFields.map((_, of) => BigInt(last + of)),
    )
    expect(new Set(asked.map(({ market }) => market))).toEqual(new Set([MARKET]))
    expect(asked.length).toBe(6)
  })
  test('behavior: a block that goes away meanwhile is followed by the next one, once', async () => {
    const { asked, fetchFn } = fakeIndex({ unavailable: 1 })
    const client = createQueryClient({
      url: 'http://index.test/',
      fetch: fetchFn as typeof fetch,
    })
    const { at } = await readIndexedHistory(client, MARKET, BigInt(DAY_SEC))
    expect(at).toHaveLength(2 * 24 - 1)
    expect(asked.length).toBeGreaterThan(6)
    const never = fakeIndex({ unavailable: 99 })
    const other = createQueryClient({
      url: 'http://index.test/',
      fetch: never.fetchFn as typeof fetch,
    })
    await expect(readIndexedHistory(other, MARKET, BigInt(DAY_SEC))).rejects.toMatchObject({
      name: 'BlockUnavailableError',
    })
  })
})
