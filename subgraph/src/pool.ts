// Handles the events of a Uniswap v3 pool. Swaps are not recorded one by one: they are on the chain, and at ten a block they
// would outweigh everything that is made of them.

import { BigInt, ethereum } from '@graphprotocol/graph-ts'
import { Pool, PoolState } from '../../build/subgraph/generated/schema'
import { Burn, Initialize, Mint, Swap } from '../../build/subgraph/generated/templates/Pool/Pool'
import { accumulate } from './closePool'
import { closeDuePool } from './closeSegments'
import { isNegative, isZero, toInt8 } from './integers'
import { skipEvent } from './skipFact'
import { addLiquidityNet } from './tickMap'
import { MAX_TICK } from './tickMath'
import { createPoolState, fetchPool } from './trackPool'

export function handleInitialize(event: Initialize): void {
  const tick = event.params.tick
  const sqrtPriceX96 = event.params.sqrtPriceX96
  if (!isPrice(tick, sqrtPriceX96)) {
    skipEvent(event, 'Initialize', 'tick or price outside the domain', event.address)
    return
  }
  if (PoolState.load(event.address) !== null) {
    skipEvent(event, 'Initialize', 'the state of the pool is known already', event.address)
    return
  }
  const pool = fetchPool(event.address)
  pool.isTickMapComplete = true
  createPoolState(pool, toInt8(event.block.timestamp), tick, sqrtPriceX96, BigInt.zero())
  pool.save()
}

export function handleSwap(event: Swap): void {
  const tick = event.params.tick
  const sqrtPriceX96 = event.params.sqrtPriceX96
  if (!isPrice(tick, sqrtPriceX96)) {
    skipEvent(event, 'Swap', 'tick or price outside the domain', event.address)
    return
  }
  const liquidity = event.params.liquidity
  const state = advance(event)
  if (state === null) {
    const pool = fetchPool(event.address)
    createPoolState(pool, toInt8(event.block.timestamp), tick, sqrtPriceX96, liquidity)
    pool.save()
    return
  }
  state.tick = tick
  state.sqrtPriceX96 = sqrtPriceX96
  state.liquidity = liquidity
  state.save()
}

export function handleMint(event: Mint): void {
  changeLiquidity(
    event,
    'Mint',
    event.params.tickLower,
    event.params.tickUpper,
    event.params.amount,
  )
}

export function handleBurn(event: Burn): void {
  changeLiquidity(
    event,
    'Burn',
    event.params.tickLower,
    event.params.tickUpper,
    event.params.amount.neg(),
  )
}

/** Adds to the liquidity between two ticks; a negative amount takes away. */
function changeLiquidity(
  event: ethereum.Event,
  name: string,
  tickLower: i32,
  tickUpper: i32,
  amount: BigInt,
): void {
  if (tickLower >= tickUpper || tickLower < -MAX_TICK || tickUpper > MAX_TICK) {
    skipEvent(event, name, 'ticks outside the domain', event.address)
    return
  }
  const state = advance(event)
  // Before the first Initialize or Swap there is no state to change, and no complete map.
  if (state === null) return
  if (tickLower <= state.tick && state.tick < tickUpper) {
    const liquidity = state.liquidity.plus(amount)
    if (isNegative(liquidity)) {
      skipEvent(event, name, 'more liquidity removed than there is', event.address)
      return
    }
    state.liquidity = liquidity
  }
  state.save()
  if (isZero(amount)) return
  const pool = Pool.load(event.address)
  if (pool === null || !pool.isTickMapComplete) return
  addLiquidityNet(event.address, tickLower, amount)
  addLiquidityNet(event.address, tickUpper, amount.neg())
}

/** The pool's state with everything closed and accumulated up to the event's block; null: not known. */
function advance(event: ethereum.Event): PoolState | null {
  let state = PoolState.load(event.address)
  if (state === null) return null
  if (closeDuePool(state, event.block)) state = PoolState.load(event.address)
  if (state !== null) accumulate(state, toInt8(event.block.timestamp))
  return state
}

function isPrice(tick: i32, sqrtPriceX96: BigInt): bool {
  return tick >= -MAX_TICK && tick <= MAX_TICK && !isZero(sqrtPriceX96)
}
