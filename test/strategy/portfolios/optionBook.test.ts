import { describe, expect, test } from 'vitest'
import { createOptionBook } from '../../../strategy/portfolios/optionBook.ts'
import { checkIdentity, emptyLedger } from '../support/checkIdentity.ts'
import { makeRow } from '../support/makeRow.ts'
import { strategies } from '../support/strategies.ts'

const DAY_SEC = 86_400
const straddle = [
  { type: 'call', strikePips: 1_000_000, termSec: 30 * DAY_SEC, quantityPips: -1_000_000 },
  { type: 'put', strikePips: 1_000_000, termSec: 30 * DAY_SEC, quantityPips: -1_000_000 },
] as const
const settings = { navUsd6: 1_000_000e6, legs: straddle, hedge: 'spot', spreadPips: 0 } as const
const book = createOptionBook(settings, strategies)
const opened = makeRow()
const rowIn = (days: number, priceUsd6: number, given: Parameters<typeof makeRow>[0] = {}) =>
  makeRow({ at: opened.at + days * DAY_SEC, elapsedSec: days * DAY_SEC, priceUsd6, ...given })

describe('createOptionBook', () => {
  test('default: a straddle sold at the money, its figures by hand', () => {
    const state = book.open(opened)
    // sd = 0.6 sqrt(30 / 365.25) = 0.171956; N(sd / 2) = 0.534258; a call is worth 0.068515 of the spot.
    expect(book.navUsd6(state)).toBe(1_000_000e6)
    expect(state.options.valueUsd6 / 1e12).toBeCloseTo(-2 * 0.068515, 5)
    // Wanted: the delta of 2 x 0.534258 - 1, bought.
    expect(book.exposureUsd6(state, opened) / 1e12).toBeCloseTo(0.068515, 5)
    expect(book.exposureUsd6(state, opened)).toBe(book.targetUsd6(state, opened))
    // 2 n(sd / 2) / sd.
    expect(book.curvature(state, opened)).toBeCloseTo(4.62291, 4)
    expect(book.horizonSec(state, opened)).toBe(30 * DAY_SEC)
  })

  test('behavior: settled and rolled at its expiry, at the price of then', () => {
    const state = book.open(opened)
    const heldUsd6 = book.exposureUsd6(state, opened)
    const premiumUsd6 = -state.options.valueUsd6
    const row = rowIn(30, 1_200e6)
    const ledger = emptyLedger()
    book.accrue(state, row, ledger)
    expect(ledger.price).toBe(heldUsd6 / 5)
    // The call pays 20 % of $1M to its buyer, the put nothing.
    expect(ledger.option).toBe(premiumUsd6 - 200_000e6)
    expect(state.options.legs.map(({ strikeUsd6 }) => strikeUsd6)).toEqual([1_200e6, 1_200e6])
    expect(book.horizonSec(state, row)).toBe(30 * DAY_SEC)
    // Anew for the net value of now.
    const units = state.options.legs.map((leg) => leg.units)
    expect(units[0]).toBeCloseTo(-book.navUsd6(state) / 1_200e6, 9)
  })

  test('behavior: a book that has lost all sells nothing anew, and does not begin to buy', () => {
    const state = book.open(opened)
    book.accrue(state, rowIn(30, 4_000e6), emptyLedger())
    expect(book.navUsd6(state)).toBeLessThan(0)
    expect(state.options.legs.map(({ units }) => Math.abs(units))).toEqual([0, 0])
    expect(state.options.valueUsd6).toBe(0)
    expect(book.curvature(state, rowIn(30, 4_000e6))).toBeCloseTo(0)
  })

  test('behavior: a late step settles at its own price', () => {
    const state = book.open(opened)
    const row = rowIn(31, 900e6)
    book.accrue(state, row, emptyLedger())
    expect(book.horizonSec(state, row)).toBe(30 * DAY_SEC)
  })

  test('behavior: theta and gamma are counted by the greeks of the step before', () => {
    const state = book.open(opened)
    book.accrue(state, rowIn(1, 1_010e6, { priceBeforeUsd6: 1_000e6 }), emptyLedger())
    const { thetaUsd6, gammaUsd6 } = book.figures?.(state) ?? {}
    // sigma^2 / 2 x gamma cash / 365.25; gamma cash / 2 x ln(1.01)^2.
    expect((thetaUsd6 ?? 0) / 1e12).toBeCloseTo((0.18 * 4.62291) / 365.25, 5)
    expect((gammaUsd6 ?? 0) / 1e12).toBeCloseTo((-4.62291 / 2) * 0.00995033 ** 2, 6)
  })

  test('behavior: a spread is paid at each roll, and shown', () => {
    const paid = createOptionBook({ ...settings, spreadPips: 100_000 }, strategies)
    const state = paid.open(opened)
    expect(paid.navUsd6(state)).toBe(1_000_000e6)
    const ledger = emptyLedger()
    paid.accrue(state, rowIn(30, 1_000e6), ledger)
    const { spreadUsd6 } = paid.figures?.(state) ?? {}
    // Sold at 0.9 of the variance: 1 - sqrt(0.9) of the premium is missing.
    expect((spreadUsd6 ?? 0) / 1e12).toBeCloseTo(2 * 0.068515 * 0.0513167 * 1.137, 3)
    expect(ledger.option + (spreadUsd6 ?? 0)).toBeGreaterThan(0)
  })

  test('behavior: implied variance counts where it is recorded', () => {
    const state = book.open(makeRow({ impliedVarianceWad: 4 * 0.36e18 }))
    // N(0.171956) = 0.568264.
    expect(state.options.valueUsd6 / 1e12).toBeCloseTo(-2 * 0.136528, 4)
  })

  test('behavior: a hedge by the perpetual pays funding and ties up no dollars', () => {
    const bought = [
      { type: 'put', strikePips: 2_000_000, termSec: 30 * DAY_SEC, quantityPips: 500_000 },
    ] as const
    const perp = createOptionBook({ ...settings, legs: bought, hedge: 'perp' }, strategies)
    const low = makeRow({ varianceWad: 1e16 })
    const state = perp.open(low)
    expect(perp.navUsd6(state)).toBe(1_000_000e6)
    expect(perp.exposureUsd6(state, low)).toBe(500_000e6)
    const ledger = emptyLedger()
    perp.accrue(state, rowIn(1, 1_000e6, { fundingPips9: 100_000, varianceWad: 1e16 }), ledger)
    expect(ledger.funding).toBe(-50e6)
    expect(perp.navUsd6(state)).toBe(1_000_000e6 - 50e6)
  })

  test.each(['spot', 'perp'] as const)(
    'behavior: hedged by %s, the net value changes by its ledger, to the unit',
    (hedge) => {
      const legs = [
        ...straddle,
        { type: 'put', strikePips: 900_000, termSec: 2 * DAY_SEC, quantityPips: 400_000 },
      ] as const
      checkIdentity(() =>
        createOptionBook({ ...settings, legs, hedge, spreadPips: 40_000 }, strategies),
      )
    },
  )
})
