import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { fetchVotes, type QueryClient, SchemaMismatchError } from '../../query/index.ts'

const PROPOSAL = `0x${'42'.repeat(32)}` as const
const idOf = (at: number) => `0x${`${at}`.padStart(24, '0')}`
const row = (at: number) => ({
  id: idOf(at),
  // graph-node writes Int8 as text.
  blockNumber: `${at}`,
  transactionHash: `0x${'11'.repeat(32)}`,
  voter: { id: `0x${'22'.repeat(20)}` },
  way: 'SNAPSHOT',
  blockAt: `${1_000 + at}`,
})

/** An index with so many votes, page by page as it is asked. */
function createIndex(count: number, change = (rows: object[]) => rows): QueryClient {
  return {
    origin: 'http://index',
    async query<Data>(_: string, variables: Record<string, unknown>, data: z.ZodType<Data>) {
      const all = Array.from({ length: count }, (__, at) => row(at + 1))
      const rest = all.filter(({ id }) => id > String(variables.after))
      return data.parse({ votes: change(rest.slice(0, Number(variables.first))) })
    },
  }
}

describe('fetchVotes', () => {
  test('default: every vote, over as many pages as it takes', async () => {
    const votes = await fetchVotes(createIndex(2_500), PROPOSAL)
    expect(votes).toHaveLength(2_500)
    expect(votes.at(-1)).toMatchObject({ blockNumber: 2_500n, blockAt: 3_500n, way: 'SNAPSHOT' })
  })

  test('error: pages that do not go on end it', async () => {
    const same = createIndex(2_500, () => Array.from({ length: 1_000 }, (_, at) => row(at + 1)))
    await expect(fetchVotes(same, PROPOSAL)).rejects.toThrow(SchemaMismatchError)
  })
})
