import { parseAbi } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { type ChainClient, send } from '../local/chainClient.ts'
import type { Venue } from '../local/deployVenue.ts'

const abi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24, uint16, uint16, uint16, uint8, bool)',
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
])
/** More than any trade takes: it ends at its price. */
const AMOUNT_IN = 2n ** 96n

/** Of the pool, a square root in Q96. */
export async function readPoolRootX96(client: ChainClient, { pool }: Venue): Promise<bigint> {
  const slot0 = { address: pool, abi, functionName: 'slot0' } as const
  return (await client.readContract(slot0))[0]
}

/** The trader brings the pool back to a price, a square root in Q96, as arbitrage would after somebody's trade. */
export async function restorePoolPrice(
  client: ChainClient,
  venue: Venue,
  rootX96: bigint,
): Promise<void> {
  const nowX96 = await readPoolRootX96(client, venue)
  if (nowX96 === rootX96) return
  const { dollar, weth, feePips, router } = venue
  const isDollarSold = rootX96 < nowX96
  const { trader } = localAccounts
  const params = {
    tokenIn: isDollarSold ? dollar : weth,
    tokenOut: isDollarSold ? weth : dollar,
    fee: feePips,
    recipient: trader.address,
    deadline: 2n ** 64n,
    amountIn: AMOUNT_IN,
    amountOutMinimum: 0n,
    sqrtPriceLimitX96: rootX96,
  }
  await send(client, trader, {
    address: router,
    abi,
    functionName: 'exactInputSingle',
    args: [params],
  })
}
