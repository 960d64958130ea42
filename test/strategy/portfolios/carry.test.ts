import { describe, expect, test } from 'vitest'
import { createCarry } from '../../../strategy/portfolios/carry.ts'
import type { CarrySettings } from '../../../strategy/portfolios/carryTerms.ts'
import { checkIdentity, emptyLedger } from '../support/checkIdentity.ts'
import { makeRow } from '../support/makeRow.ts'
import { strategies } from '../support/strategies.ts'

const isolated: CarrySettings = {
  navUsd6: 1_000_000e6,
  margin: 'isolated',
  leverage: 3_000,
  maintenancePips: 10_000,
  basisReservePips: 0,
  haircutPips: 100_000,
  topUpPips: 500_000,
  penaltyPips: 5_000,
  borrowPipsYear: 50_000,
}
const cross: CarrySettings = { ...isolated, margin: 'cross', leverage: 2_000 }
const carry = createCarry(isolated, strategies)

function moveTo(priceUsd6: number, given: Parameters<typeof makeRow>[0] = {}, portfolio = carry) {
  const state = portfolio.open(makeRow())
  const row = makeRow({ priceUsd6, priceBeforeUsd6: 1_000e6, ...given })
  const ledger = emptyLedger()
  portfolio.accrue(state, row, ledger)
  portfolio.liquidate(state, row, ledger)
  return { state, row, ledger }
}

describe('createCarry', () => {
  test('default: three quarters in the asset, as much sold, a quarter as margin', () => {
    const state = carry.open(makeRow())
    expect(carry.exposureUsd6(state, makeRow())).toBe(750_000e6)
    expect(state.short.valueUsd6).toBe(-750_000e6)
    expect(state.marginUsd6).toBe(250_000e6)
    expect(carry.curvature(state, makeRow())).toBe(0)
  })

  test('behavior: a move changes both legs alike, and nothing drifts inside the margin range', () => {
    const { state, row, ledger } = moveTo(1_100e6)
    expect(ledger.price).toBe(0)
    expect(carry.navUsd6(state)).toBe(1_000_000e6)
    expect(carry.targetUsd6(state, row)).toBe(825_000e6)
    expect(carry.exposureUsd6(state, row)).toBe(825_000e6)
    expect(carry.urgentUsd6(state, row, undefined)).toBe(0)
  })

  test('behavior: funding at its stamp, on what was held, by longs to shorts', () => {
    const { state, ledger } = moveTo(1_000e6, { fundingPips9: 100_000 })
    expect(ledger.funding).toBe(75e6)
    expect(state.marginUsd6).toBe(250_075e6)
    expect(moveTo(1_000e6, { fundingPips9: -100_000 }).ledger.funding).toBe(-75e6)
  })

  test('behavior: a margin below the trigger is topped up at once', () => {
    // 250,000 - 150,000 on 900,000: 11.1 %, below half of a third.
    const { state, row } = moveTo(1_200e6)
    expect(carry.urgentUsd6(state, row, undefined)).toBe(-150_000e6)
    carry.trade(state, row, -150_000e6)
    expect(state.short.valueUsd6).toBe(-750_000e6)
    expect(state.marginUsd6).toBe(250_000e6)
    expect(carry.incidents(state).topUps).toBe(1)
    expect(carry.urgentUsd6(state, row, undefined)).toBe(0)
  })

  test('behavior: a margin of more than 2.5 times its start is put to work, without hurry', () => {
    // 250,000 + 350,000 on 400,000.
    const { state, row } = moveTo(530e6)
    expect(carry.urgentUsd6(state, row, undefined)).toBe(0)
    expect(carry.targetUsd6(state, row)).toBe(750_000e6)
    expect(moveTo(750e6).state.spot.valueUsd6).toBe(carry.targetUsd6(moveTo(750e6).state, row))
  })

  test('behavior: liquidated at the worst mark of the perpetual, both legs closed', () => {
    const { state, row, ledger } = moveTo(1_100e6, { perpHighUsd6: 1_330e6 })
    // 750 units; 247,500 of margin would be lost at the mark, and 1 % of 997,500 is needed.
    expect(carry.incidents(state).liquidations).toBe(1)
    expect(ledger.penalty).toBe(-175_000e6)
    expect(carry.navUsd6(state)).toBe(825_000e6)
    expect(carry.exposureUsd6(state, row)).toBe(0)
    expect(carry.targetUsd6(state, row)).toBe(618_750e6)
    expect(moveTo(1_100e6, { perpHighUsd6: 1_300e6 }).ledger.penalty).toBe(0)
  })

  test('behavior: cross-margined, the asset backs the short and dollars are borrowed', () => {
    const portfolio = createCarry(cross, strategies)
    const state = portfolio.open(makeRow())
    expect(portfolio.exposureUsd6(state, makeRow())).toBe(2_000_000e6)
    expect(state.marginUsd6).toBe(-1_000_000e6)
    // (-1 + 0.9 x 2) / 2.
    expect(state.terms.ratio).toBeCloseTo(0.4, 12)
    const day = makeRow({ elapsedSec: 31_557_600 / 10 })
    const ledger = emptyLedger()
    portfolio.accrue(state, day, ledger)
    expect(ledger.interest).toBe(-5_000e6)
    // A move of 50 % takes a tenth of it from the haircut asset: 0.8 - 1 + 0.9 to 3.
    const far = makeRow({ priceUsd6: 1_500e6, elapsedSec: 0 })
    portfolio.accrue(state, far, ledger)
    expect(portfolio.urgentUsd6(state, far, undefined)).toBe(0)
    portfolio.liquidate(state, far, ledger)
    expect(portfolio.incidents(state).liquidations).toBe(0)
  })

  test('behavior: a basis reserve makes a cross margin call earlier', () => {
    const wick = { perpHighUsd6: 1_400e6 }
    const bare = createCarry({ ...cross, basisReservePips: 0 }, strategies)
    // 0.8 - 0.8 is below 1 % of 2.8.
    expect(moveTo(1_000e6, wick, bare).ledger.penalty).toBeLessThan(0)
    const small = { perpHighUsd6: 1_380e6 }
    expect(moveTo(1_000e6, small, bare).ledger.penalty).toBe(0)
    const reserved = createCarry({ ...cross, basisReservePips: 27_000 }, strategies)
    expect(moveTo(1_000e6, small, reserved).ledger.penalty).toBeLessThan(0)
  })

  test('behavior: timing leaves while the average funding is below 0, and comes back', () => {
    const timed = createCarry({ ...isolated, timingSec: 86_400 }, strategies)
    expect(timed.title).toMatch(/, out while the funding of 1 d is below 0$/)
    const { state, row } = moveTo(1_000e6, { fundingPips9: -90_000 }, timed)
    expect(timed.targetUsd6(state, row)).toBe(0)
    timed.trade(state, row, -state.spot.valueUsd6)
    expect([state.spot.units, state.short.units]).toEqual([0, 0])
    const paid = makeRow({ fundingPips9: 300_000 })
    timed.accrue(state, paid, emptyLedger())
    // -90,000 + (300,000 + 90,000) / 3.
    expect(state.averageFundingPips9).toBeCloseTo(40_000, 9)
    expect(timed.targetUsd6(state, paid)).toBeCloseTo(0.75 * timed.navUsd6(state), 0)
  })

  test.each([
    ['isolated', isolated],
    ['cross', cross],
    ['timed', { ...isolated, timingSec: 172_800 }],
  ])('behavior: %s, the net value changes by its ledger, to the unit', (_, settings) => {
    checkIdentity(() => createCarry(settings, strategies))
  })
})
