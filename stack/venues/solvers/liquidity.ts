import { type Address, encodeFunctionData, erc20Abi, type Hex, parseAbi } from 'viem'
import type { ChainClient } from '../../local/chainClient.ts'
import type { Venue } from '../../local/deployVenue.ts'

/** What the settlement is to do while it holds what was sold. */
interface Interaction {
  target: Address
  value: bigint
  callData: Hex
}

/** One trade that somebody wants to make. Amounts in the tokens' smallest units. */
interface Sale {
  sellToken: Address
  buyToken: Address
  sellAmount: bigint
}

/** Where a solver gets what it pays with. */
export interface Liquidity {
  /** What the sale brings the solver just now, in the token bought. */
  quote(sale: Sale): Promise<bigint>
  /** Turns what was sold into `buyAmount` for the settlement, and the rest for the solver. */
  plan(sale: Sale, buyAmount: bigint, worth: bigint): Promise<Interaction[]>
}

const poolAbi = parseAbi([
  'function slot0() view returns (uint160 sqrtPriceX96, int24, uint16, uint16, uint16, uint8, bool)',
  'function liquidity() view returns (uint128)',
])
const routerAbi = parseAbi([
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
])
const ONE_PIPS = 1_000_000n
const Q96 = 1n << 96n
const NEVER = 2n ** 64n

/**
 * The pool, through its router: it needs no capital, and pays pool fee and impact. The quote is exact as long as the
 * liquidity is the same at all prices that the swap passes, which it is on the local pool.
 */
export function createPoolLiquidity(
  client: ChainClient,
  { pool, router, dollar, feePips }: Venue,
  { settlement, solver }: { settlement: Address; solver: Address },
): Liquidity {
  const at = { address: pool, abi: poolAbi } as const
  return {
    async quote({ sellToken, sellAmount }) {
      const [[rootX96], liquidity] = await Promise.all([
        client.readContract({ ...at, functionName: 'slot0' }),
        client.readContract({ ...at, functionName: 'liquidity' }),
      ])
      const amountIn = (sellAmount * (ONE_PIPS - BigInt(feePips))) / ONE_PIPS
      // The dollar is token0.
      if (sellToken === dollar) {
        const scaled = liquidity * Q96
        const endX96 = ceilDiv(scaled * rootX96, scaled + amountIn * rootX96)
        return (liquidity * (rootX96 - endX96)) / Q96
      }
      const endX96 = rootX96 + (amountIn * Q96) / liquidity
      return (liquidity * Q96 * (endX96 - rootX96)) / endX96 / rootX96
    },
    async plan({ sellToken, buyToken, sellAmount }, buyAmount, worth) {
      const swap = {
        tokenIn: sellToken,
        tokenOut: buyToken,
        fee: feePips,
        recipient: settlement,
        deadline: NEVER,
        amountIn: sellAmount,
        amountOutMinimum: worth,
        sqrtPriceLimitX96: 0n,
      }
      return [
        interact(sellToken, 'approve', [router, sellAmount]),
        {
          target: router,
          value: 0n,
          callData: encodeFunctionData({
            abi: routerAbi,
            functionName: 'exactInputSingle',
            args: [swap],
          }),
        },
        interact(buyToken, 'transfer', [solver, worth - buyAmount]),
      ]
    },
  }
}

/**
 * The solver's own tokens, at the pool's spot price: it pays no fee and moves no price, and bears the risk of what it
 * holds afterwards. The settlement has to be allowed to take what is paid; `approve` does that, exactly, for each fill.
 */
export function createInventory(
  client: ChainClient,
  { pool, dollar }: Venue,
  {
    settlement,
    solver,
    approve,
  }: {
    settlement: Address
    solver: Address
    approve(token: Address, amount: bigint): Promise<unknown>
  },
): Liquidity {
  return {
    async quote({ sellToken, buyToken, sellAmount }) {
      const [[rootX96], held] = await Promise.all([
        client.readContract({ address: pool, abi: poolAbi, functionName: 'slot0' }),
        client.readContract({
          address: buyToken,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [solver],
        }),
      ])
      const square = rootX96 * rootX96
      const worth =
        sellToken === dollar ? (sellAmount * square) >> 192n : (sellAmount << 192n) / square
      return worth < held ? worth : held
    },
    async plan({ sellToken, buyToken, sellAmount }, buyAmount) {
      await approve(buyToken, buyAmount)
      return [
        interact(buyToken, 'transferFrom', [solver, settlement, buyAmount]),
        interact(sellToken, 'transfer', [solver, sellAmount]),
      ]
    },
  }
}

function interact(
  target: Address,
  functionName: 'approve' | 'transfer' | 'transferFrom',
  args: readonly unknown[],
): Interaction {
  const callData = encodeFunctionData({ abi: erc20Abi, functionName, args } as never)
  return { target, value: 0n, callData }
}

function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator
}
