import { type Address, type Hex, type PublicClient, toEventSelector } from 'viem'
import { vaultAbi } from '../../abi/index.ts'
import type { RawLog } from '../../observation/index.ts'
import { readLogs } from '../logs/readLogs.ts'
import { decodeRebalanced, type RebalancedEvent } from './decodeRebalanced.ts'

const topicOf = (name: 'Rebalanced' | 'Deposit'): Hex => {
  const event = vaultAbi.find((item) => item.type === 'event' && item.name === name)
  return toEventSelector(event as Extract<(typeof vaultAbi)[number], { type: 'event' }>)
}
const DEPOSIT = topicOf('Deposit')
const REBALANCED = topicOf('Rebalanced')

/** A rebalance and where it is in the chain. */
export interface VaultTrade extends RebalancedEvent {
  blockNumber: bigint
  logIndex: number
  transactionHash: Hex
}

/** What a vault has logged. */
export interface VaultLogs {
  /** Block of the first deposit; undefined: nothing was deposited yet. */
  fundedAtBlock: bigint | undefined
  /** In the order of the chain. */
  trades: VaultTrade[]
}

/**
 * The deposits and rebalances of a vault, from the chain's own events.
 *
 * @throws ChainReadError or IncompleteLogsError if the node does not give them all.
 */
export async function readVaultLogs(
  client: PublicClient,
  address: Address,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<VaultLogs> {
  const filter = { addresses: [address], topics: [DEPOSIT, REBALANCED] }
  const logs = await readLogs(client, filter, fromBlock, toBlock)
  const [deposit] = logs.filter(({ topics }) => topics[0] === DEPOSIT)
  return {
    fundedAtBlock: deposit?.blockNumber ?? undefined,
    trades: logs.filter(({ topics }) => topics[0] === REBALANCED).map(toTrade),
  }
}

function toTrade(log: RawLog): VaultTrade {
  // What a node gives for a block has both.
  const { blockNumber, logIndex, transactionHash } = log as RawLog & { transactionHash: Hex }
  return Object.assign(decodeRebalanced(log), {
    blockNumber: blockNumber ?? 0n,
    logIndex: logIndex ?? 0,
    transactionHash,
  })
}
