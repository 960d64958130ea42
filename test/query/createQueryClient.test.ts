import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  BlockUnavailableError,
  createQueryClient,
  IndexFailedError,
  type QueryClientOptions,
  QueryRefusedError,
} from '../../query/index.ts'

/** A client of an index that gives these answers, the last for ever. */
function ask(texts: readonly string[], options: Partial<QueryClientOptions> = {}) {
  const asked: [string, string | null][] = []
  const client = createQueryClient({
    url: 'https://reader:p%40ss@index.local/subgraphs/name/gimbal',
    fetch: async (input, init) => {
      asked.push([String(input), new Headers(init?.headers).get('authorization')])
      return new Response(texts[asked.length - 1] ?? texts.at(-1))
    },
    retries: 1,
    ...options,
  })
  return { asked, answer: client.query('{ a }', {}, z.object({ a: z.number() })) }
}

const fail = (message: string) => JSON.stringify({ errors: [{ message }] })

describe('createQueryClient', () => {
  test('default: user and password of the URL are sent as a header', async () => {
    const { asked, answer } = ask(['{"data":{"a":1}}'])
    expect(await answer).toEqual({ a: 1 })
    expect(asked).toEqual([
      ['https://index.local/subgraphs/name/gimbal', `Basic ${btoa('reader:p@ss')}`],
    ])
  })

  test.each([
    'Store error: database unavailable',
    'query timed out',
    'bad indexers: {0xabc: Timeout}',
  ])('behavior: a failure of the index passes: %s', async (message) => {
    const once = ask([fail(message), '{"data":{"a":1}}'])
    expect(await once.answer).toEqual({ a: 1 })
    const always = ask([fail(message)])
    const error = await always.answer.catch((reason) => reason)
    expect(error).toBeInstanceOf(IndexFailedError)
    expect(error.message).toMatch(/ fails \(.*\) \(asked 2 times in \d s\); try again later$/)
    expect(always.asked).toHaveLength(2)
  })

  test('error: objections of the index to the query or the block are final', async () => {
    const refused = ask([fail('Type `Query` has no field `a`')])
    await expect(refused.answer).rejects.toThrow(QueryRefusedError)
    const missing = ask([fail('subgraph has only indexed up to block number 7')])
    await expect(missing.answer).rejects.toThrow(BlockUnavailableError)
    expect([refused.asked.length, missing.asked.length]).toEqual([1, 1])
  })
})
