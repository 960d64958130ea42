// How much quote moves the spot price by so many basis points.
//
// Method:   walks the initialised ticks from the spot price outwards; between two of them the liquidity is constant.
// Domain:   a complete tick map.
// Special:  no liquidity: nothing moves the price, 0.
// Accuracy: quote floored once for each range between two ticks, then once for dollars.

import { BigInt } from '@graphprotocol/graph-ts'
import { PoolState } from '../../build/subgraph/generated/schema'
import { fromWords, isNegative } from './integers'
import { computeQuoteBetween, quoteToUsd6 } from './poolPrice'
import { loadTicks } from './tickMap'
import { getSqrtRatioAtTick } from './tickMath'

const LEVELS: i32 = 4 // 25, 50, 100, 200 bps

// floor(sqrt(1 +- bps / 1e4) * 2^96), high and low word.
const UP_FACTORS_X96 = memory.data<u64>([
  0x0000_0001_0051_de6d,
  0xdd53_ecdb_afcc_bb51, // 25 bps
  0x0000_0001_00a3_a2bd,
  0xeac9_b065_d534_5984, // 50 bps
  0x0000_0001_0146_dd68,
  0x287f_3589_9f20_af67, // 100 bps
  0x0000_0001_028c_1d95,
  0x9b06_1d82_6602_cd08, // 200 bps
])
const DOWN_FACTORS_X96 = memory.data<u64>([
  0x0000_0000_ffae_075b,
  0x3c65_f7d5_13fb_c7a5, // 25 bps
  0x0000_0000_ff5b_f466,
  0x53d9_cb29_db96_c60d, // 50 bps
  0x0000_0000_feb7_7f26,
  0x4dc5_273e_f5e2_f75b, // 100 bps
  0x0000_0000_fd6d_547b,
  0xf76a_8cb9_4a16_272e, // 200 bps
])

/** ln(1.02) / ln(1.0001) is 198.04 ticks, the other way ln(0.98) 202.04; the spot price lies within its tick. */
const REACH_UP_TICKS: i32 = 200
const REACH_DOWN_TICKS: i32 = 204

/** Dollars x 1e6 for 25, 50, 100 and 200 bps. */
export class DepthLevels {
  up: BigInt[] = []
  down: BigInt[] = []
}

/** The depth levels of a pool in its present state, quote being token0 or token1 with so many decimals. */
export function computeDepthLevels(
  state: PoolState,
  isQuoteToken0: bool,
  decimals: i32,
): DepthLevels {
  const levels = new DepthLevels()
  levels.up = walk(state, true, isQuoteToken0, decimals)
  levels.down = walk(state, false, isQuoteToken0, decimals)
  return levels
}

function walk(state: PoolState, isUp: bool, isQuoteToken0: bool, decimals: i32): BigInt[] {
  const tick = state.tick
  const range = isUp
    ? loadTicks(state.id, tick + 1, tick + REACH_UP_TICKS)
    : loadTicks(state.id, tick - REACH_DOWN_TICKS, tick)
  const spot = state.sqrtPriceX96
  const count = range.ticks.length
  const factors = isUp ? UP_FACTORS_X96 : DOWN_FACTORS_X96

  const levels: BigInt[] = []
  let price = spot
  let liquidity = state.liquidity
  let quote = BigInt.zero()
  let next = 0
  for (let level = 0; level < LEVELS; level++) {
    const factor = factors + ((<usize>level) << 4)
    const target = spot.times(fromWords(load<u64>(factor), load<u64>(factor + 8))).rightShift(96)
    while (next < count) {
      const index = isUp ? next : count - 1 - next
      const ratio = getSqrtRatioAtTick(range.ticks[index])
      if (isUp ? ratio >= target : ratio <= target) break
      quote = quote.plus(quoteOfRange(liquidity, price, ratio, isUp, isQuoteToken0))
      price = ratio
      const net = range.liquidityNets[index]
      liquidity = isUp ? liquidity.plus(net) : liquidity.minus(net)
      next++
    }
    const last = quoteOfRange(liquidity, price, target, isUp, isQuoteToken0)
    levels.push(quoteToUsd6(quote.plus(last), decimals))
  }
  return levels
}

function quoteOfRange(
  liquidity: BigInt,
  from: BigInt,
  to: BigInt,
  isUp: bool,
  isQuoteToken0: bool,
): BigInt {
  if (isNegative(liquidity)) return BigInt.zero()
  return isUp
    ? computeQuoteBetween(liquidity, from, to, isQuoteToken0)
    : computeQuoteBetween(liquidity, to, from, isQuoteToken0)
}
