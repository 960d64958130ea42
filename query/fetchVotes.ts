import type { Hex } from 'viem'
import { z } from 'zod'
import type { QueryClient } from './createQueryClient.ts'
import { SchemaMismatchError } from './errors.ts'

const ways = ['CHAIN', 'SIGNATURE', 'SNAPSHOT', 'CONTRACT'] as const

/** How a vote came to the Governor: docs/subgraph.md says what each way is. */
export type VoteWay = (typeof ways)[number]

/** A vote as the index has it, replaced since or not. */
export interface IndexedVote {
  blockNumber: bigint
  transactionHash: Hex
  /** In small letters. */
  voter: Hex
  way: VoteWay
  /** Time of its block, Unix seconds. */
  blockAt: bigint
}

/** Rows a page: the most that graph-node gives. */
const PAGE_SIZE = 1_000
// Before every id: those are longer.
const FIRST_ID = '0x00'

const hex = z.string().regex(/^0x[0-9a-f]+$/) as unknown as z.ZodType<Hex>
const whole = z
  .union([z.int().nonnegative(), z.string().regex(/^\d+$/)])
  .transform((value) => BigInt(value))
const answer = z.object({
  votes: z.array(
    z.object({
      id: z.string(),
      blockNumber: whole,
      transactionHash: hex,
      voter: z.object({ id: hex }),
      way: z.enum(ways),
      blockAt: whole,
    }),
  ),
})

const document = `query Votes($proposal: String!, $first: Int!, $after: Bytes!) {
  votes(first: $first, orderBy: id, orderDirection: asc, where: { proposal: $proposal, id_gt: $after }) {
    id blockNumber transactionHash voter { id } way blockAt
  }
}`

/**
 * Every vote on a proposal that the index has, in the order of the chain.
 *
 * @param proposal - The Governor's id, 32 bytes.
 * @throws what a client's `query` throws.
 */
export async function fetchVotes(client: QueryClient, proposal: Hex): Promise<IndexedVote[]> {
  const votes: IndexedVote[] = []
  let after = FIRST_ID
  for (;;) {
    const page = (await client.query(document, { proposal, first: PAGE_SIZE, after }, answer)).votes
    votes.push(
      ...page.map(({ blockNumber, transactionHash, voter, way, blockAt }) => ({
        blockNumber,
        transactionHash,
        voter: voter.id,
        way,
        blockAt,
      })),
    )
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE_SIZE) return votes
    if (last.id <= after) throw new SchemaMismatchError(client.origin, 'votes', 'ids do not rise')
    after = last.id
  }
}
