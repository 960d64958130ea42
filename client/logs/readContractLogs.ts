import type { Address, Hex, PublicClient } from 'viem'
import type { RawLog } from '../../observation/index.ts'
import { noCreationError } from '../errors.ts'
import { checkLogs } from './checkLogs.ts'
import { createBlockLogsReader } from './readBlockLogs.ts'
import { readLogs } from './readLogs.ts'

/** Blocks before the end whose headers are compared with the logs: there a node's index of logs may lag behind. */
const TAIL_BLOCKS = 256n

export interface ContractLogsOptions {
  /** A contract that emitted one of these events when it was created. */
  address: Address
  /** topic0 of the events that are wanted, that of the creation included; all without it. */
  topics?: readonly Hex[]
  /** A block not after the one that created it. */
  fromBlock: bigint
  toBlock: bigint
}

/**
 * Logs of one contract since it was created. An empty answer counts as incomplete, because the creation writes logs; and the last blocks' headers
 * have to agree.
 *
 * @throws IncompleteLogsError if the node is known to have left some out; ChainReadError if it gives none.
 */
export async function readContractLogs(
  client: PublicClient,
  { address, topics, fromBlock, toBlock }: ContractLogsOptions,
): Promise<RawLog[]> {
  const filter = { addresses: [address], ...(topics && { topics }) }
  const logs = await readLogs(client, filter, fromBlock, toBlock)
  if (logs.length === 0) throw noCreationError(address, fromBlock, toBlock)
  const tail = toBlock - TAIL_BLOCKS + 1n > fromBlock ? toBlock - TAIL_BLOCKS + 1n : fromBlock
  const numbers = Array.from({ length: Number(toBlock - tail) + 1 }, (_, at) => tail + BigInt(at))
  const headers = await Promise.all(numbers.map((blockNumber) => client.getBlock({ blockNumber })))
  await checkLogs(createBlockLogsReader(client), headers, logs, filter)
  return logs
}
