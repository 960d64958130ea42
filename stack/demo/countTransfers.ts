import { type Address, erc20Abi, type Hex } from 'viem'
import type { ChainClient } from '../local/chainClient.ts'

/** Transfers of either token of a vault to an account, in one transaction. */
export async function countTransfers(
  client: ChainClient,
  { quoteToken, riskyToken }: { quoteToken: Address; riskyToken: Address },
  to: Address,
  { blockNumber, transactionHash }: { blockNumber: bigint; transactionHash: Hex },
): Promise<number> {
  const transfers = await client.getContractEvents({
    abi: erc20Abi,
    eventName: 'Transfer',
    args: { to },
    address: [quoteToken, riskyToken],
    strict: true,
    fromBlock: blockNumber,
    toBlock: blockNumber,
  })
  return transfers.filter((transfer) => transfer.transactionHash === transactionHash).length
}
