import { type Address, type Hex, type PublicClient, toEventSelector } from 'viem'
import { positionVaultAbi } from '../../abi/index.ts'
import { readLogs } from '../logs/readLogs.ts'
import { type ActedEvent, decodeActed } from './decodeActed.ts'

type EventAbi = Extract<(typeof positionVaultAbi)[number], { type: 'event'; name: 'Acted' }>
const ACTED = toEventSelector(
  positionVaultAbi.find(
    (item): item is EventAbi => item.type === 'event' && item.name === 'Acted',
  ) as EventAbi,
)

/** An act and where it is in the chain. */
export interface VaultAct extends ActedEvent {
  blockNumber: bigint
  logIndex: number
  transactionHash: Hex
}

/**
 * What a position vault has done, in the order of the chain, from the chain's own events.
 *
 * @throws ChainReadError or IncompleteLogsError if the node does not give them all.
 */
export async function readActLogs(
  client: PublicClient,
  address: Address,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<VaultAct[]> {
  const filter = { addresses: [address], topics: [ACTED] }
  const logs = await readLogs(client, filter, fromBlock, toBlock)
  return logs.map((log) =>
    Object.assign(decodeActed(log), {
      blockNumber: log.blockNumber ?? 0n,
      logIndex: log.logIndex ?? 0,
      transactionHash: (log as { transactionHash?: Hex }).transactionHash ?? '0x',
    }),
  )
}
