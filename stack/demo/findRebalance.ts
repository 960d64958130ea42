import {
  type Address,
  type Hex,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
} from 'viem'
import { decodeRebalanced, type RebalancedEvent } from '../../client/vaults/decodeRebalanced.ts'
import type { ChainClient } from '../local/chainClient.ts'

interface Spending {
  hash: Hex
  blockNumber: bigint
  gasUsed: bigint
  /** Wei. */
  effectiveGasPrice: bigint
}

export type Outcome =
  /** Sent, and in no block yet. */
  | { type: 'waiting'; hash: Hex }
  /** The node has thrown it away, as anvil does when a block's base fee is above what it offers. */
  | { type: 'dropped'; hash: Hex }
  | ({ type: 'reverted' } & Spending)
  | ({ type: 'rebalanced'; event: RebalancedEvent } & Spending)

/**
 * Looks up what has become of a rebalance that was sent.
 *
 * @param hash - Of its transaction.
 */
export async function findRebalance(
  client: ChainClient,
  vault: Address,
  hash: Hex,
): Promise<Outcome> {
  const receipt = await unlessMissing(client.getTransactionReceipt({ hash }))
  if (receipt === undefined) {
    const known = await unlessMissing(client.getTransaction({ hash }))
    return { type: known === undefined ? 'dropped' : 'waiting', hash }
  }
  const { blockNumber, gasUsed, effectiveGasPrice, logs } = receipt
  const spending = { hash, blockNumber, gasUsed, effectiveGasPrice }
  // Of the vault's own events a rebalance has one.
  const log = logs.find(({ address }) => address.toLowerCase() === vault.toLowerCase())
  if (receipt.status === 'reverted' || log === undefined) return { type: 'reverted', ...spending }
  return { type: 'rebalanced', event: decodeRebalanced(log), ...spending }
}

async function unlessMissing<Found>(asked: Promise<Found>): Promise<Found | undefined> {
  return asked.catch((error) => {
    const isMissing =
      error instanceof TransactionReceiptNotFoundError || error instanceof TransactionNotFoundError
    if (isMissing) return undefined
    throw error
  })
}
