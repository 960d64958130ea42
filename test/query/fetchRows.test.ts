import type { Hex } from 'viem'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  BlockUnavailableError,
  createQueryClient,
  datasetNames,
  datasets,
  fetchPinnedBlock,
  fetchRows,
  IndexHttpError,
  IndexingFailedError,
  IndexUnreachableError,
  QueryRefusedError,
  type Row,
  SchemaMismatchError,
  selectColumns,
} from '../../query/index.ts'
import { createEntities, FIRST_AT } from './support/createEntities.ts'
import { type FakeIndex, hashAt, startIndex } from './support/startIndex.ts'

let index: FakeIndex
beforeEach(async () => {
  index = await startIndex()
  for (const name of datasetNames) {
    index.collections[datasets[name].collection] = createEntities(datasets[name], 7)
  }
})
afterEach(() => index.close())

async function readAll(
  change: { name?: keyof typeof datasets; pageSize?: number; fromAt?: bigint; toAt?: bigint } = {},
) {
  const client = createQueryClient({ url: index.url, retries: 0 })
  const block = await fetchPinnedBlock(client)
  const { name = 'observations', pageSize = 3, fromAt = 0n, toAt = 10n ** 11n } = change
  const rows: Row[] = []
  const dataset = datasets[name]
  for await (const page of fetchRows({ client, dataset, block, fromAt, toAt, pageSize })) {
    rows.push(...page)
  }
  return rows
}

describe('fetchRows', () => {
  const exact = datasetNames.filter((name) => {
    return datasets[name].columns.some(({ kind }) => kind === 'decimal')
  })
  test.each(exact)(
    'default: every row of %s once, in order, all pages at one block',
    async (name) => {
      const rows = await readAll({ name })
      const ids = (index.collections[datasets[name].collection] ?? []).map(({ id }) => id)
      expect(rows.map(([id]) => id)).toEqual(ids)
      expect(index.pages).toHaveLength(3)
      expect(index.pages.every(({ block }) => JSON.stringify(block).includes(hashAt(77)))).toBe(
        true,
      )
      const column = datasets[name].columns.findIndex(({ kind }) => kind === 'decimal')
      expect(rows[0]?.[column]).toBe(2n ** 80n)
    },
  )

  test('behavior: from is included, to is not', async () => {
    const at = (row: number) => BigInt(FIRST_AT + 120 * row)
    const rows = await readAll({ fromAt: at(2), toAt: at(5) })
    const ids = (index.collections.observations ?? []).map(({ id }) => id)
    expect(rows.map(([id]) => id)).toEqual(ids.slice(2, 5))
    expect(await readAll({ fromAt: at(7) })).toEqual([])
  })

  test('behavior: of one market only, and some columns of it', async () => {
    const rows = index.collections.observations ?? []
    const other = `0x${'cd'.repeat(20)}`
    for (const row of rows.slice(0, 3)) row.market = { id: other }
    const client = createQueryClient({ url: index.url, retries: 0 })
    const block = await fetchPinnedBlock(client)
    const dataset = selectColumns(datasets.observations, ['depthUsd6', 'endAt'])
    const range = { client, block, fromAt: 0n, toAt: 10n ** 11n }
    const found: Row[] = []
    for await (const page of fetchRows({ ...range, dataset, market: other as Hex })) {
      found.push(...page)
    }
    const endAt = (row: number) => BigInt(FIRST_AT + 120 * row)
    expect(found).toEqual(
      [0, 1, 2].map((row) => [rows[row]?.id, endAt(row), 2n ** 80n + BigInt(row)]),
    )
    expect(() => selectColumns(datasets.observations, ['price'])).toThrow('no column price')
  })

  test('behavior: a full last page is followed by an empty one', async () => {
    expect(await readAll({ pageSize: 7 })).toHaveLength(7)
    expect(index.pages).toHaveLength(2)
  })

  test('error: the block is reorganised away between two pages', async () => {
    index.intercept = (_, request) => {
      if (request === 2) index.lost.add(hashAt(77))
      return undefined
    }
    await expect(readAll()).rejects.toThrow(BlockUnavailableError)
  })

  test('error: an answer of another block, a missing field, ids that do not rise', async () => {
    const replace = (from: string | RegExp, to: string) => {
      index.intercept = (answer, request) =>
        request === 2 ? { body: JSON.stringify(answer).replace(from, to) } : undefined
    }
    replace(hashAt(77), hashAt(78))
    await expect(readAll()).rejects.toThrow(BlockUnavailableError)
    index.requests = 0
    replace('"epoch":', '"else":')
    const error = await readAll().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(SchemaMismatchError)
    expect(error).toMatchObject({ path: 'page.0.epoch' })
    index.requests = 0
    replace(/"id":"0x0+3ea"/, '"id":"0x00"')
    await expect(readAll()).rejects.toThrow('ids do not rise')
  })
})

describe('createQueryClient', () => {
  const answerWith = (status: number, body: string) => {
    index.intercept = () => ({ status, body })
  }

  test.each<[string, number, string, new (...args: never[]) => Error]>([
    ['a status', 404, '', IndexHttpError],
    ['no JSON', 200, 'hello', SchemaMismatchError],
    ['no answer', 200, '{"data":{}}', SchemaMismatchError],
    ['an indexing error', 200, '{"errors":[{"message":"indexing_error"}]}', IndexingFailedError],
    ['another error', 200, '{"errors":[{"message":"Type has no field"}]}', QueryRefusedError],
    [
      'a block that is not there yet',
      200,
      '{"errors":[{"message":"Failed to decode `block.number` value: `subgraph Qm has only indexed up to block number 5`"}]}',
      BlockUnavailableError,
    ],
  ])("error: %s, and the URL's path stays secret", async (_, status, body, type) => {
    answerWith(status, body)
    const error = await readAll().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(type)
    expect((error as Error).message).not.toContain('secret-key')
  })

  test('error: nothing listens, and nothing answers in time', async () => {
    const gone = createQueryClient({ url: 'http://127.0.0.1:1/secret-key', retries: 0 })
    await expect(fetchPinnedBlock(gone)).rejects.toThrow(IndexUnreachableError)
    const silent = createQueryClient({
      url: index.url,
      retries: 0,
      timeoutMs: 20,
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
        }),
    })
    await expect(fetchPinnedBlock(silent)).rejects.toThrow('does not answer within 20 ms')
  })

  test('behavior: a failure that may pass is tried again, another is not', async () => {
    index.intercept = (_, request) => (request < 3 ? { status: 503, body: '' } : undefined)
    const client = createQueryClient({ url: index.url })
    expect(await fetchPinnedBlock(client)).toMatchObject({ number: 77n })
    expect(index.requests).toBe(3)
    answerWith(404, '')
    await expect(fetchPinnedBlock(client)).rejects.toThrow('HTTP status 404')
    expect(index.requests).toBe(4)
  })

  test('behavior: a signal ends it with its own reason', async () => {
    const controller = new AbortController()
    controller.abort(new Error('enough'))
    const client = createQueryClient({ url: index.url, signal: controller.signal })
    await expect(fetchPinnedBlock(client)).rejects.toThrow('enough')
  })
})
