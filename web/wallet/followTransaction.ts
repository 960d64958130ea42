import type { Hex, PublicClient } from 'viem'

/** What became of a transaction. */
export interface Fate {
  /**
   * done: as it was sent, or at another fee. reverted: the contract refused it in its block. cancelled: its sender took it
   * back. replaced: its sender sent another one in its place.
   */
  kind: 'done' | 'reverted' | 'cancelled' | 'replaced'
  /** Of what is in the block. */
  hash: Hex
  blockNumber: bigint
}

const POLL_MS = 2_000

/** Waits, by the reader's own node, until a transaction or another one of its sender in its place is in a block. */
export async function followTransaction(
  client: PublicClient,
  hash: Hex,
  signal: AbortSignal,
): Promise<Fate> {
  let other: 'cancelled' | 'replaced' | undefined
  const receipt = await client.waitForTransactionReceipt({
    hash,
    signal,
    timeout: 0,
    pollingInterval: POLL_MS,
    onReplaced: ({ reason }) => {
      if (reason !== 'repriced') other = reason
    },
  })
  const { status, blockNumber, transactionHash } = receipt
  const kind = other ?? (status === 'success' ? 'done' : 'reverted')
  return { kind, hash: transactionHash, blockNumber }
}
