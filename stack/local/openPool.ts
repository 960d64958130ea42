import { parseAbi, parseEther } from 'viem'
import { computeMiddleX96, computeMintAmounts, findFullRangeTick } from '../replay/poolMath.ts'
import { localAccounts } from './accounts.ts'
import { type ChainClient, send } from './chainClient.ts'
import type { Venue } from './deployVenue.ts'

export interface OpenPoolOptions {
  tick: bigint
  /** In range, above 0. */
  liquidity: bigint
  /** How many blocks with trades the pool's own `observe` looks back; 1 to 65,535. */
  observationCardinality: number
}

/** More than a pool could swallow in years, and far from the end of any type. */
const TRADER_DOLLARS = 10n ** 30n
const TRADER_WETH = parseEther('1000000000')
const TRADER_ETHER = parseEther('100000000000')
/** Observations that one call may add within a transaction's share of a block's gas. */
const CARDINALITY_STEP = 400

const poolAbi = parseAbi([
  'function initialize(uint160)',
  'function increaseObservationCardinalityNext(uint16)',
])
const tokenAbi = parseAbi([
  'function mint(address, uint256)',
  'function approve(address, uint256) returns (bool)',
  'function deposit() payable',
])
const managerAbi = parseAbi([
  'struct Mint { address token0; address token1; uint24 fee; int24 tickLower; int24 tickUpper; uint256 amount0Desired; uint256 amount1Desired; uint256 amount0Min; uint256 amount1Min; address recipient; uint256 deadline; }',
  'function mint(Mint params) payable returns (uint256, uint128, uint256, uint256)',
])

/** The first position that the position manager gives out. */
export const POSITION_ID = 1n

/**
 * Gives the pool its price and one position over all prices, which belongs to the trader, and the trader the
 * tokens and the ether for whatever a replay asks.
 */
export async function openPool(
  client: ChainClient,
  { dollar, weth, positionManager, router, pool, feePips }: Venue,
  { tick, liquidity, observationCardinality }: OpenPoolOptions,
): Promise<void> {
  const { trader, filler } = localAccounts
  for (const { address } of [trader, filler]) {
    await client.setBalance({ address, value: TRADER_ETHER })
  }
  const sqrtPriceX96 = computeMiddleX96(tick)
  const onPool = { address: pool, abi: poolAbi }
  await send(client, trader, { ...onPool, functionName: 'initialize', args: [sqrtPriceX96] })
  for (let size = 1; size < observationCardinality; ) {
    size = Math.min(size + CARDINALITY_STEP, observationCardinality)
    const functionName = 'increaseObservationCardinalityNext'
    await send(client, trader, { ...onPool, functionName, args: [size] })
  }

  const onDollar = { address: dollar, abi: tokenAbi }
  const onWeth = { address: weth, abi: tokenAbi }
  const mint = { functionName: 'mint', args: [trader.address, TRADER_DOLLARS] }
  await send(client, trader, { ...onDollar, ...mint })
  const deposit = { functionName: 'deposit', args: [], value: TRADER_WETH }
  await send(client, trader, { ...onWeth, ...deposit })
  for (const spender of [positionManager, router]) {
    const approve = { functionName: 'approve', args: [spender, 2n ** 256n - 1n] }
    await send(client, trader, { ...onDollar, ...approve })
    await send(client, trader, { ...onWeth, ...approve })
  }
  const fullRangeTick = findFullRangeTick(feePips)
  const { amount0, amount1 } = computeMintAmounts(sqrtPriceX96, liquidity, fullRangeTick)
  await send(client, trader, {
    address: positionManager,
    abi: managerAbi,
    functionName: 'mint',
    args: [
      {
        token0: dollar,
        token1: weth,
        fee: feePips,
        tickLower: -fullRangeTick,
        tickUpper: fullRangeTick,
        amount0Desired: amount0,
        amount1Desired: amount1,
        amount0Min: 0n,
        amount1Min: 0n,
        recipient: trader.address,
        deadline: 2n ** 64n,
      },
    ],
  })
}
