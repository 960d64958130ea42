import { computeSqrtPriceX96, type PoolEvent } from '../../../observation/index.ts'
import { START_AT } from './createHeaders.ts'

const at = (second: number) => START_AT + BigInt(second)

/** Hand-made events of a pool, at times counted from `START_AT`. */
export const events = {
  initialize: (second: number, tick: bigint): PoolEvent => ({
    kind: 'initialize',
    timestamp: at(second),
    sqrtPriceX96: computeSqrtPriceX96(tick),
    tick,
    liquidity: 0n,
  }),
  swap: (second: number, tick: bigint, liquidity: bigint): PoolEvent => ({
    kind: 'swap',
    timestamp: at(second),
    sqrtPriceX96: computeSqrtPriceX96(tick),
    tick,
    liquidity,
  }),
  liquidity: (second: number, tickLower: bigint, tickUpper: bigint, delta: bigint): PoolEvent => ({
    kind: 'liquidity',
    timestamp: at(second),
    tickLower,
    tickUpper,
    liquidityDelta: delta,
  }),
}
