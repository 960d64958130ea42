import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  computeLiquidity,
  computeTickAt,
  computeTickPriceUsd6,
  MAX_TICK,
  poolTokens,
  TickPrices,
} from '../../market/ticks.ts'
import { computeSqrtPriceX96 } from '../../observation/index.ts'
import { computeDepthUsd6 } from '../../observation/valuation.ts'

describe('computeTickAt', () => {
  test('default: $2,000 and $1,775', () => {
    expect(computeTickAt(2_000_000_000)).toBe(200_311n)
    expect(computeTickAt(1_775_000_000)).toBe(201_504n)
  })

  test('default: the highest tick whose price is not below the given one, as a pool would stand at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 10_000_000_000_000 }), (priceUsd6) => {
        const tick = computeTickAt(priceUsd6)
        expect(computeTickPriceUsd6(tick)).toBeGreaterThanOrEqual(priceUsd6)
        expect(computeTickPriceUsd6(tick + 1n)).toBeLessThan(priceUsd6)
      }),
    )
  })
})

describe('TickPrices', () => {
  test('default: the same as computed anew, also the second time', () => {
    const prices = new TickPrices()
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 300_000 }), (tick) => {
        for (let time = 0; time < 2; time++) {
          expect(prices.getUsd6(tick)).toBe(Number(computeTickPriceUsd6(BigInt(tick))))
          expect(prices.getSqrtX96(tick)).toBe(computeSqrtPriceX96(BigInt(tick)))
        }
      }),
    )
    expect(prices.getUsd6(MAX_TICK)).toBe(0)
  })
})

describe('computeLiquidity', () => {
  test('default: has the depth again, within a dollar', () => {
    const tick = 200_311n
    const liquidity = computeLiquidity(150_000_000_000_000n, tick)
    const depth = computeDepthUsd6(liquidity, computeSqrtPriceX96(tick), poolTokens)
    expect(Number(depth)).toBeCloseTo(150e12, -6)
  })
})
