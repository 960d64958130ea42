import { describe, expect, test } from 'vitest'
import { createLeveraged } from '../../../strategy/portfolios/leveraged.ts'
import type { LeveragedSettings } from '../../../strategy/portfolios/leveragedState.ts'
import { checkIdentity, emptyLedger } from '../support/checkIdentity.ts'
import { makeParameters } from '../support/makeParameters.ts'
import { makeRow } from '../support/makeRow.ts'
import { strategies } from '../support/strategies.ts'

/** Three times: 3,000,000 of collateral, 2,000,000 of debt; liquidated below 833.33. */
const settings: LeveragedSettings = {
  navUsd6: 1_000_000e6,
  leverageE3: 3_000,
  liquidationThresholdPips: 800_000,
  closeFactorPips: 500_000,
  bonusPips: 50_000,
  borrowPipsYear: 0,
}
const put = { kind: 'put', termSec: 60 * 86_400, bufferPips: 5_000, spreadPips: 0 } as const
const loan = createLeveraged(settings, strategies)

function moveTo(priceUsd6: number, given: Parameters<typeof makeRow>[0] = {}, portfolio = loan) {
  const state = portfolio.open(makeRow())
  const row = makeRow({ priceUsd6, priceBeforeUsd6: 1_000e6, ...given })
  const ledger = emptyLedger()
  portfolio.accrue(state, row, ledger)
  portfolio.liquidate(state, row, ledger)
  return { state, row, ledger }
}

describe('createLeveraged', () => {
  test('default: collateral of L times the net value, a debt for the rest', () => {
    const { state, row, ledger } = moveTo(1_100e6)
    expect(ledger.price).toBe(300_000e6)
    expect(loan.navUsd6(state)).toBe(1_300_000e6)
    expect(loan.exposureUsd6(state, row)).toBe(3_300_000e6)
    expect(loan.targetUsd6(state, row)).toBe(3_900_000e6)
    expect(loan.curvature(state, row)).toBe(6)
    loan.trade(state, row, 600_000e6)
    expect(state.debtUsd6).toBe(2_600_000e6)
    expect(loan.navUsd6(state)).toBe(1_300_000e6)
  })

  test('behavior: interest of the debt by the time', () => {
    const paying = createLeveraged({ ...settings, borrowPipsYear: 40_000 }, strategies)
    const { state, ledger } = moveTo(1_000e6, { elapsedSec: 31_557_600 / 4 }, paying)
    expect(ledger.interest).toBe(-20_000e6)
    expect(state.debtUsd6).toBe(2_020_000e6)
  })

  test('behavior: inside the guard it is cut so far that it is at one and a half guards', () => {
    // Health 0.8 x 2,700,000 / 2,000,000 = 1.08: ln is 0.077.
    const { state, row } = moveTo(900e6)
    const cutUsd6 = loan.urgentUsd6(state, row, makeParameters({ guardPips: 100_000n }))
    expect(cutUsd6 / 1e12).toBeCloseTo(-(Math.exp(0.15) * 2 - 2.16) / (Math.exp(0.15) - 0.8), 9)
    loan.trade(state, row, cutUsd6)
    const health = (0.8 * state.collateral.valueUsd6) / state.debtUsd6
    expect(Math.log(health)).toBeCloseTo(0.15, 9)
    expect(loan.urgentUsd6(state, row, makeParameters({ guardPips: 100_000n }))).toBe(0)
  })

  test('behavior: outside the guard, or without a value in force, nothing is urgent', () => {
    const { state, row } = moveTo(900e6)
    expect(loan.urgentUsd6(state, row, makeParameters({ guardPips: 70_000n }))).toBe(0)
    expect(loan.urgentUsd6(state, row, undefined)).toBe(0)
  })

  test('behavior: liquidated at the lowest price of the step', () => {
    const { state, ledger } = moveTo(900e6, { lowUsd6: 820e6 })
    // Health 0.984: half of the debt for 1,050,000 of collateral at 820, which is worth 1,152,439 at 900.
    expect(loan.incidents(state).liquidations).toBe(1)
    expect(state.debtUsd6).toBe(1_000_000e6)
    expect(ledger.penalty / 1e6).toBeCloseTo(1_000_000 - (1_050_000 / 820) * 900, 3)
    expect(moveTo(900e6, { lowUsd6: 840e6 }).ledger.penalty).toBe(0)
  })

  test('behavior: below a health of 0.95 all of the debt is repaid', () => {
    const { state } = moveTo(780e6)
    expect(state.debtUsd6).toBe(0)
    expect(loan.navUsd6(state) / 1e6).toBeCloseTo(3_000 * 780 - 2_100_000, 3)
  })

  test("behavior: debt beyond the collateral is the lender's loss", () => {
    const { state, row, ledger } = moveTo(600e6)
    expect(loan.navUsd6(state)).toBe(0)
    expect(loan.exposureUsd6(state, row)).toBe(0)
    expect(loan.targetUsd6(state, row)).toBe(0)
    expect(ledger.penalty).toBe(200_000e6)
  })

  test('P-123 with puts of its threshold there is no liquidation at any price', () => {
    const covered = createLeveraged({ ...settings, overlay: put }, strategies)
    const opened = covered.open(makeRow())
    expect(covered.navUsd6(opened)).toBe(1_000_000e6)
    expect(opened.options.legs).toHaveLength(1)
    expect(opened.options.legs[0]?.units).toBeCloseTo(2_400, 6)
    expect(opened.debtUsd6).toBe(2_000_000e6 + opened.figures.premiumsUsd6)
    for (const priceUsd6 of [900e6, 830e6, 700e6, 300e6, 10e6]) {
      const { state, row } = moveTo(priceUsd6, {}, covered)
      expect(covered.incidents(state).liquidations).toBe(0)
      expect(covered.navUsd6(state)).toBeGreaterThan(0)
      expect(covered.exposureUsd6(state, row)).toBe(3_000 * priceUsd6)
    }
  })

  test('behavior: puts are settled at their expiry, and bought anew', () => {
    const covered = createLeveraged({ ...settings, overlay: put }, strategies)
    const { state, row } = moveTo(900e6, { at: 1_700_000_000 + 60 * 86_400 }, covered)
    expect(state.options.legs).toHaveLength(1)
    expect(state.options.nextExpiryAt).toBe(row.at + 60 * 86_400)
  })

  test('behavior: puts that no longer cover a larger debt repay what they can before collateral goes', () => {
    const covered = createLeveraged({ ...settings, overlay: put }, strategies)
    const state = covered.open(makeRow())
    covered.trade(state, makeRow(), 2_000_000e6)
    const row = makeRow({ priceUsd6: 700e6 })
    const ledger = emptyLedger()
    covered.accrue(state, row, ledger)
    const [debtUsd6, putsUsd6] = [state.debtUsd6, state.options.valueUsd6]
    covered.liquidate(state, row, ledger)
    expect(covered.incidents(state).liquidations).toBe(1)
    expect(state.options.legs).toHaveLength(0)
    // 5,000 units at 700 are not enough for 105 % of what is left: all is seized.
    expect(debtUsd6 - putsUsd6).toBeGreaterThan(3_500_000e6 / 1.05)
    expect(covered.navUsd6(state)).toBe(0)
  })

  test('behavior: a collar sells calls of the same number for what the puts cost', () => {
    const collar = createLeveraged(
      { ...settings, leverageE3: 2_000, overlay: { ...put, kind: 'collar' } },
      strategies,
    )
    const state = collar.open(makeRow())
    const [bought, sold] = state.options.legs
    expect(sold).toMatchObject({ isCall: true, units: -(bought?.units ?? 0) })
    expect(sold?.strikeUsd6).toBeGreaterThan(1_000e6)
    expect(state.options.valueUsd6 / 1e6).toBeCloseTo(0, 0)
    expect(state.debtUsd6 / 1e6).toBeCloseTo(1_000_000, 0)
    expect(collar.navUsd6(state)).toBe(1_000_000e6)
  })

  test('behavior: no puts where no strike covers the debt', () => {
    const high = { ...settings, leverageE3: 20_000, overlay: put }
    const bare = createLeveraged(high, strategies)
    const state = bare.open(makeRow())
    expect(state.options.legs).toHaveLength(0)
    expect(bare.navUsd6(state)).toBe(1_000_000e6)
  })

  test.each(['put', 'collar'] as const)(
    'behavior: with a %s, the net value changes by its ledger, to the unit',
    (kind) => {
      const overlay = { ...put, kind, termSec: 3 * 86_400, spreadPips: 40_000 }
      checkIdentity(() => createLeveraged({ ...settings, leverageE3: 2_000, overlay }, strategies))
    },
  )

  test('behavior: the net value changes by its ledger, to the unit', () => {
    checkIdentity(() => createLeveraged({ ...settings, borrowPipsYear: 40_000 }, strategies))
  })
})
