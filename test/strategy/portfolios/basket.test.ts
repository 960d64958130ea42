import { describe, expect, test } from 'vitest'
import { createBasket } from '../../../strategy/portfolios/basket.ts'
import { createConstantMix } from '../../../strategy/portfolios/constantMix.ts'
import { checkIdentity, emptyLedger } from '../support/checkIdentity.ts'
import { makeRow } from '../support/makeRow.ts'

const settings = { navUsd6: 1_000_000e6, weightsPips: [400_000, 400_000], memoryDays: 30 }
const pair = createBasket(settings)
const rowAt = (first: number, second: number, at = 1_700_000_000) =>
  makeRow({ at, priceUsd6: first, pricesUsd6: Float64Array.of(first, second) })

describe('createBasket', () => {
  test('default: what all parts are away from their shares, and a trade brings each nearer', () => {
    const state = pair.open(rowAt(1_000e6, 1_000e6))
    const row = rowAt(1_100e6, 900e6)
    const ledger = emptyLedger()
    pair.accrue(state, row, ledger)
    expect(ledger.price).toBe(0)
    expect(pair.navUsd6(state)).toBe(1_000_000e6)
    // 40,000 too much of one, 40,000 too little of the other.
    expect(pair.targetUsd6(state, row)).toBe(800_000e6)
    expect(pair.exposureUsd6(state, row)).toBe(840_000e6)
    pair.trade(state, row, -10_000e6)
    expect(state.holdings.map(({ valueUsd6 }) => valueUsd6)).toEqual([430_000e6, 370_000e6])
    pair.trade(state, row, -30_000e6)
    expect(state.holdings.map(({ valueUsd6 }) => valueUsd6)).toEqual([400_000e6, 400_000e6])
    expect(pair.exposureUsd6(state, row)).toBe(pair.targetUsd6(state, row))
  })

  test('behavior: dollars count as a part', () => {
    const state = pair.open(rowAt(1_000e6, 1_000e6))
    const row = rowAt(1_500e6, 1_500e6)
    pair.accrue(state, row, emptyLedger())
    // 1,400,000; each should be 560,000 and is 600,000.
    expect(pair.exposureUsd6(state, row) - pair.targetUsd6(state, row)).toBe(80_000e6)
    pair.trade(state, row, -80_000e6)
    expect(state.cashUsd6).toBe(280_000e6)
  })

  test('behavior: with one asset, the constant mix', () => {
    const basket = createBasket({ ...settings, weightsPips: [600_000] })
    const mix = createConstantMix({ navUsd6: 1_000_000e6, weightPips: 600_000 })
    const [state, mixed] = [basket.open(makeRow()), mix.open(makeRow())]
    expect(basket.curvature(state, makeRow())).toBeCloseTo(mix.curvature(mixed, makeRow()), 12)
    const row = makeRow({ priceUsd6: 1_200e6, pricesUsd6: Float64Array.of(1_200e6) })
    basket.accrue(state, row, emptyLedger())
    mix.accrue(mixed, row, emptyLedger())
    expect(basket.exposureUsd6(state, row)).toBe(mix.exposureUsd6(mixed, row))
  })

  test('behavior: two assets that move as one drift like one of their weight', () => {
    const state = pair.open(rowAt(1_000e6, 1_000e6))
    pair.accrue(state, rowAt(1_100e6, 1_100e6, 1_700_003_600), emptyLedger())
    // 0.8 (1 - 0.8).
    expect(pair.curvature(state, makeRow())).toBeCloseTo(0.16, 12)
  })

  test('behavior: two assets that move against each other drift more', () => {
    const state = pair.open(rowAt(1_000e6, 1_100e6))
    pair.accrue(state, rowAt(1_100e6, 1_000e6, 1_700_003_600), emptyLedger())
    // The whole stays: half of 0.4 + 0.4.
    expect(pair.curvature(state, makeRow())).toBeCloseTo(0.4, 12)
  })

  test('behavior: before the first hour as if they were alike and independent', () => {
    const state = pair.open(rowAt(1_000e6, 1_000e6))
    // sd(r_i - r) = sqrt(0.6^2 + 0.4^2), sd(r) = sqrt(2) 0.4.
    const moved = 0.8 * Math.sqrt(0.52) + 0.2 * Math.sqrt(0.32)
    expect(pair.curvature(state, makeRow())).toBeCloseTo(moved / 2, 12)
  })

  test('behavior: the net value changes by its ledger, to the unit', () => {
    checkIdentity(() => createBasket({ ...settings, weightsPips: [300_000, 300_000, 200_000] }), 3)
  })
})
