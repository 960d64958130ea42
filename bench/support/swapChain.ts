import { type Address, encodeFunctionData, type Hex, numberToHex, parseAbi } from 'viem'
import { localAccounts } from '../../stack/local/accounts.ts'
import type { ChainClient } from '../../stack/local/chainClient.ts'
import type { Venue } from '../../stack/local/deployVenue.ts'

const routerAbi = parseAbi([
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
  'function multicall(bytes[] data) payable returns (bytes[])',
])

const BLOCK_SEC = 12
export const SWAPS_PER_BLOCK = 10
const GAS_LIMIT = 5_000_000
const MAX_FEE_PER_GAS = 10n ** 15n

/** Puts blocks on a chain, one after the other, with ten swaps each that go to and fro. */
export async function addSwapBlocks(
  client: ChainClient,
  venue: Venue,
  blocks: number,
): Promise<void> {
  const { address: from } = localAccounts.trader
  const data = encodeBlock(venue, from)
  const first = await client.getTransactionCount({ address: from })
  const { timestamp } = await client.getBlock()
  await client.setAutomine(false)
  for (let block = 0; block < blocks; block += 1) {
    const call = {
      from,
      to: venue.router,
      data,
      nonce: numberToHex(first + block),
      gas: numberToHex(GAS_LIMIT),
      maxFeePerGas: numberToHex(MAX_FEE_PER_GAS),
      maxPriorityFeePerGas: numberToHex(0),
    }
    await client.request({ method: 'eth_sendTransaction', params: [call] } as never)
    const blockAt = timestamp + BigInt(BLOCK_SEC * (block + 1))
    await client.request({
      method: 'evm_mine',
      params: [{ timestamp: numberToHex(blockAt) }],
    } as never)
  }
  await client.setAutomine(true)
}

function encodeBlock({ dollar, weth, feePips }: Venue, recipient: Address): Hex {
  const swaps = Array.from({ length: SWAPS_PER_BLOCK }, (_, index) => {
    const isDollarSold = index % 2 === 0
    const params = {
      tokenIn: isDollarSold ? dollar : weth,
      tokenOut: isDollarSold ? weth : dollar,
      fee: feePips,
      recipient,
      deadline: 2n ** 64n,
      amountIn: isDollarSold ? 2_000_000_000n : 10n ** 18n,
      amountOutMinimum: 0n,
      sqrtPriceLimitX96: 0n,
    }
    return encodeFunctionData({ abi: routerAbi, functionName: 'exactInputSingle', args: [params] })
  })
  return encodeFunctionData({ abi: routerAbi, functionName: 'multicall', args: [swaps] })
}
