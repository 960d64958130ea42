import type { Hex } from 'viem'
import { z } from 'zod'
import type { QueryClient } from './createQueryClient.ts'
import { fetchPages } from './fetchPages.ts'
import { digits, hex } from './types.ts'

const states = ['SCHEDULED', 'EXECUTED', 'CANCELED'] as const

/** A chain's half of calls that were voted for another. */
export interface IndexedRecord {
  /** The same on both chains. */
  id: Hex
  /** For which it was voted. */
  chainId: number
  nonce: bigint
  /** At home, Unix seconds; null on its chain. */
  recordedAt: bigint | null
  /** At home: the ids of the messages that carried it. */
  messages: readonly { id: Hex }[]
  /** On its chain: how many messengers brought it. */
  broughtCount: number
  /** On its chain: how many have to. */
  threshold: number | null
  /** On its chain, once it is scheduled. */
  operation: {
    id: Hex
    state: (typeof states)[number]
    /** Unix seconds. */
    readyAt: bigint
  } | null
}

const row = z.object({
  id: hex,
  chainId: digits.transform(Number),
  nonce: digits,
  recordedAt: digits.nullable(),
  messages: z.array(z.object({ id: hex })),
  broughtCount: z.int(),
  threshold: z.int().nullable(),
  operation: z.object({ id: hex, state: z.enum(states), readyAt: digits }).nullable(),
})

const selection = `id chainId nonce recordedAt messages(first: 1000, orderBy: id) { id }
  broughtCount threshold operation { id state readyAt }`

/**
 * Every record of calls for another chain that an index has, by chain and nonce.
 *
 * @throws what a client's `query` throws.
 */
export function fetchRecords(client: QueryClient): Promise<IndexedRecord[]> {
  return fetchPages(client, 'governanceRecords', selection, row)
}
