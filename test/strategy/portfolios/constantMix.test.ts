import { describe, expect, test } from 'vitest'
import { createConstantMix } from '../../../strategy/portfolios/constantMix.ts'
import { checkIdentity, emptyLedger } from '../support/checkIdentity.ts'
import { makeRow } from '../support/makeRow.ts'

const half = createConstantMix({ navUsd6: 1_000_000e6, weightPips: 500_000 })

describe('createConstantMix', () => {
  test('default: opens at its target, drifts with the price, trades, pays', () => {
    const state = half.open(makeRow())
    expect(half.exposureUsd6(state, makeRow())).toBe(500_000e6)
    const row = makeRow({ priceUsd6: 1_100e6, priceBeforeUsd6: 1_000e6 })
    const ledger = emptyLedger()
    half.accrue(state, row, ledger)
    expect(ledger.price).toBe(50_000e6)
    expect(half.navUsd6(state)).toBe(1_050_000e6)
    expect(half.exposureUsd6(state, row)).toBe(550_000e6)
    expect(half.targetUsd6(state, row)).toBe(525_000e6)
    half.trade(state, row, -25_000e6)
    half.pay(state, 12_500_000)
    expect(half.navUsd6(state)).toBe(1_049_987_500_000)
    expect(half.exposureUsd6(state, row)).toBe(525_000e6)
    expect(half.curvature(state, row)).toBe(0.25)
    expect(half.horizonSec(state, row)).toBe(0)
    expect(half.urgentUsd6(state, row, undefined)).toBe(0)
  })

  test('behavior: the curvature of a share pi is pi (1 - pi)', () => {
    const mix = createConstantMix({ navUsd6: 1e12, weightPips: 750_000 })
    expect(mix.curvature(mix.open(makeRow()), makeRow())).toBe(0.1875)
  })

  test('behavior: the net value changes by its ledger, to the unit', () => {
    checkIdentity(() => half)
  })
})
