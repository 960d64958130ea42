import type { Hex } from 'viem'
import { z } from 'zod'
import type { QueryClient } from './createQueryClient.ts'
import { fetchPages } from './fetchPages.ts'
import { digits, hex } from './types.ts'

const kinds = ['PARAMETERS', 'GOVERNANCE', 'FIGURES', 'ORDER', 'OTHER'] as const

/** A chain's half of a message between it and another. */
export interface IndexedMessage {
  /** The messenger's address, then `messageId`. */
  id: Hex
  /** The same on both chains. Two bridges may bring the same under the same id. */
  messageId: Hex
  kind: (typeof kinds)[number]
  /** True: the indexed chain sent it; false: it came there. */
  isSent: boolean
  /** On the indexed chain. In small letters, as the other addresses. */
  messenger: Hex
  sourceChainId: number
  destinationChainId: number
  sender: Hex
  receiver: Hex
  blockNumber: bigint
  /** Unix seconds. */
  blockAt: bigint
  transactionHash: Hex
}

const chain = digits.transform(Number)
const row = z.object({
  id: hex,
  messageId: hex,
  kind: z.enum(kinds),
  isSent: z.boolean(),
  messenger: hex,
  sourceChainId: chain,
  destinationChainId: chain,
  sender: hex,
  receiver: hex,
  blockNumber: digits,
  blockAt: digits,
  transactionHash: hex,
})

/**
 * Every message that an index has, in the order of the ids.
 *
 * @throws what a client's `query` throws.
 */
export function fetchMessages(client: QueryClient): Promise<IndexedMessage[]> {
  return fetchPages(client, 'messages', Object.keys(row.shape).join(' '), row)
}
