// The square root of a tick's price, as Uniswap v3's TickMath gives it.
//
// Method:   1.0001^(-|tick| / 2) as the product of its bits' powers, 128 fractional bits, each product
//           rounded down; the inverse for ticks above 0; from 128 to 96 bits rounded up. The power of
//           a bit is rounded to the nearest: derived here, from a root with 300 bits.
// Domain:   ticks -887,272 to 887,272.
// Accuracy: the same bits as the pool's own; test/observation/tickMath.test.ts asks one.
// Source:   Uniswap v3 white paper, section 6.2.1 (price of a tick).

import { TickOutOfRangeError } from './errors.ts'
import { floorRoot } from './integerMath.ts'

/** The highest tick; the lowest is its negative. */
const MAX_TICK = 887_272n

const ONE_X128 = 1n << 128n
const MAX_UINT256 = (1n << 256n) - 1n

const POWER_BITS = 300n
/** 20 bits hold every tick. */
const TICK_BITS = 20

/** 1.0001^(-2^bit / 2) for each bit of a tick, 128 fractional bits. */
const powersX128 = computePowersX128()

function computePowersX128(): bigint[] {
  const powers: bigint[] = []
  const half = 1n << (POWER_BITS - 129n)
  let power = floorRoot((10_000n << (2n * POWER_BITS)) / 10_001n, 2n)
  for (let bit = 0; bit < TICK_BITS; bit += 1) {
    powers.push((power + half) >> (POWER_BITS - 128n))
    power = (power * power) >> POWER_BITS
  }
  return powers
}

/**
 * sqrt(1.0001^tick) * 2^96, rounded as in the pool.
 *
 * @throws TickOutOfRangeError outside -887,272 to 887,272.
 */
export function computeSqrtPriceX96(tick: bigint): bigint {
  const magnitude = tick < 0n ? -tick : tick
  if (magnitude > MAX_TICK) throw new TickOutOfRangeError(tick, MAX_TICK)
  let ratioX128 = ONE_X128
  for (const [bit, power] of powersX128.entries()) {
    if ((magnitude >> BigInt(bit)) & 1n) ratioX128 = (ratioX128 * power) >> 128n
  }
  if (tick > 0n) ratioX128 = MAX_UINT256 / ratioX128
  return (ratioX128 + 0xffff_ffffn) >> 32n
}
