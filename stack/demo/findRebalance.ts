import {
  type Abi,
  type AbiEvent,
  type Address,
  type Hex,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
  toEventSelector,
} from 'viem'
import { positionVaultAbi, vaultAbi } from '../../abi/index.ts'
import { type ActedEvent, decodeActed } from '../../client/vaults/decodeActed.ts'
import { decodeRebalanced, type RebalancedEvent } from '../../client/vaults/decodeRebalanced.ts'
import type { ChainClient } from '../local/chainClient.ts'

/** What a keeper calls: `rebalance` of a vault on a pool alone, `act` of one with positions elsewhere. */
export type KeeperTask = 'rebalance' | 'act'

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
  | ({ type: 'acted'; event: ActedEvent } & Spending)

/** The events that tell of the calls. */
const topics = {
  rebalance: topicOf(vaultAbi, 'Rebalanced'),
  act: topicOf(positionVaultAbi, 'Acted'),
}

/**
 * Looks up what has become of a call that was sent.
 *
 * @param hash - Of its transaction.
 */
export async function findRebalance(
  client: ChainClient,
  vault: Address,
  hash: Hex,
  task: KeeperTask = 'rebalance',
): Promise<Outcome> {
  const receipt = await unlessMissing(client.getTransactionReceipt({ hash }))
  if (receipt === undefined) {
    const known = await unlessMissing(client.getTransaction({ hash }))
    return { type: known === undefined ? 'dropped' : 'waiting', hash }
  }
  const { blockNumber, gasUsed, effectiveGasPrice, logs } = receipt
  const spending = { hash, blockNumber, gasUsed, effectiveGasPrice }
  const log = logs.find((one) => {
    return one.address.toLowerCase() === vault.toLowerCase() && one.topics[0] === topics[task]
  })
  if (receipt.status === 'reverted' || log === undefined) return { type: 'reverted', ...spending }
  if (task === 'act') return { type: 'acted', event: decodeActed(log), ...spending }
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

function topicOf(abi: Abi, name: string): Hex {
  const event = abi.find((item): item is AbiEvent => item.type === 'event' && item.name === name)
  return toEventSelector(event as AbiEvent)
}
