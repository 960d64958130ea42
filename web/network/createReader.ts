import { createClient, type HttpTransport, type PublicClient } from 'viem'
import {
  call,
  estimateFeesPerGas,
  estimateGas,
  getBalance,
  getBlock,
  getBlockNumber,
  getChainId,
  getCode,
  getContractEvents,
  getGasPrice,
  getLogs,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  readContract,
  simulateContract,
  waitForTransactionReceipt,
} from 'viem/actions'

/** What the rooms below ask a node for. viem's public client has much more, which would be a third of the first page. */
const actions = {
  call,
  estimateFeesPerGas,
  estimateGas,
  getBalance,
  getBlock,
  getBlockNumber,
  getChainId,
  getCode,
  getContractEvents,
  getGasPrice,
  getLogs,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  readContract,
  simulateContract,
  waitForTransactionReceipt,
}

/** A client that reads a chain. */
export function createReader(transport: HttpTransport): PublicClient {
  // A number of the latest block that is kept would be behind what the page has just heard of.
  const client = createClient({ cacheTime: 0, transport })
  const bound = Object.entries(actions).map(([name, action]) => [
    name,
    (options: unknown) => (action as (of: unknown, options: unknown) => unknown)(client, options),
  ])
  return Object.assign(client, Object.fromEntries(bound)) as unknown as PublicClient
}
