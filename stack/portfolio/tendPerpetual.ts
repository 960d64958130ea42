import { encodeFunctionData, parseGwei } from 'viem'
import type { ChainClient } from '../local/chainClient.ts'
import { planAlignment } from '../venues/alignPerpetual.ts'
import type { Perpetual } from '../venues/deployPerpetual.ts'
import { perpetualAccounts } from '../venues/perpetualAccounts.ts'

/** Above any recorded base fee. */
const MAX_FEE = parseGwei('1000000')
/** More than a trade takes on a pool with one position. */
const GAS = 2_000_000n

/**
 * The arbitrageur of a replay: before each block he sends the trade that brings the perpetual to its index, and waits for nothing. One
 * that has not come into a block is not sent again.
 */
export function tendPerpetual(client: ChainClient, perpetual: Perpetual): () => Promise<void> {
  const { arbitrageur } = perpetualAccounts
  let sentNonce = -1
  let chainId: number | undefined
  return async () => {
    const [trade, nonce] = await Promise.all([
      planAlignment(client, perpetual),
      client.getTransactionCount({ address: arbitrageur.address, blockTag: 'latest' }),
    ])
    if (trade === undefined || nonce === sentNonce) return
    chainId ??= await client.getChainId()
    const { address: to, abi, functionName, args } = trade.call
    const serializedTransaction = await arbitrageur.signTransaction({
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
  }
}
