import { type Abi, type Address, encodeFunctionData, parseGwei } from 'viem'
import type { HDAccount } from 'viem/accounts'
import type { ChainClient } from '../local/chainClient.ts'

/** Above any recorded base fee. */
const MAX_FEE = parseGwei('1000000')
/** More than a trade on a pool with one position takes, or a board of three strikes. */
const GAS = 2_000_000n

export interface BlockCall {
  address: Address
  abi: Abi | readonly unknown[]
  functionName: string
  args: readonly unknown[]
}

/**
 * Sends an account's calls before blocks of a replay, and waits for nothing. One that has not come into a block is not sent again.
 *
 * @returns A function that plans a call, sends it, and tells whether it did.
 */
export function createBlockSender(
  client: ChainClient,
  account: HDAccount,
): (plan: () => Promise<BlockCall | undefined>) => Promise<boolean> {
  let sentNonce = -1
  let chainId: number | undefined
  return async (plan) => {
    const [call, nonce] = await Promise.all([
      plan(),
      client.getTransactionCount({ address: account.address, blockTag: 'latest' }),
    ])
    if (call === undefined || nonce === sentNonce) return false
    chainId ??= await client.getChainId()
    const { address: to, abi, functionName, args } = call
    const serializedTransaction = await account.signTransaction({
      type: 'eip1559',
      chainId,
      nonce,
      to,
      data: encodeFunctionData({ abi, functionName, args } as never),
      gas: GAS,
      maxFeePerGas: MAX_FEE,
      maxPriorityFeePerGas: 0n,
    })
    sentNonce = nonce
    await client.sendRawTransaction({ serializedTransaction })
    return true
  }
}
