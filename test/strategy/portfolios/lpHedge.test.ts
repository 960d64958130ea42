import { describe, expect, test } from 'vitest'
import { createLpHedge, type LpHedgeSettings } from '../../../strategy/portfolios/lpHedge.ts'
import { checkIdentity, emptyLedger } from '../support/checkIdentity.ts'
import { makeRow } from '../support/makeRow.ts'

/** From 1,000 / 1.21 to 1,210: the roots of the prices are 1 / 1.1 and 1.1 times the root of 1,000. */
const settings: LpHedgeSettings = {
  navUsd6: 1_000_000e6,
  providedPips: 800_000,
  rangePips: 210_000,
  recentre: { kind: 'out-of-range' },
  hedgedPips: 1_000_000,
  hedge: 'perp',
  feePips: 3_000,
}
const lp = createLpHedge(settings)

function moveTo(priceUsd6: number, given: Parameters<typeof makeRow>[0] = {}, portfolio = lp) {
  const state = portfolio.open(makeRow())
  const row = makeRow({ priceUsd6, priceBeforeUsd6: 1_000e6, gasUsd6: 7e6, ...given })
  const ledger = emptyLedger()
  portfolio.accrue(state, row, ledger)
  return { state, row, ledger }
}

describe('createLpHedge', () => {
  test('default: half of the position is the asset, and is sold against', () => {
    const state = lp.open(makeRow())
    expect(lp.navUsd6(state)).toBe(1_000_000e6)
    expect(lp.exposureUsd6(state, makeRow())).toBe(-400_000e6)
    expect(lp.targetUsd6(state, makeRow())).toBe(-400_000e6)
    // V = 2 L sqrt S (1 - 1 / 1.1), so that L sqrt S / 2 = V 11 / 4.
    expect(lp.curvature(state, makeRow())).toBeCloseTo((0.8 * 11) / 4, 9)
    expect(lp.horizonSec(state, makeRow())).toBe(0)
  })

  test("behavior: at the range's upper end the asset is gone", () => {
    const { state, ledger } = moveTo(1_209_999_999)
    // L (sqrt b - sqrt a) = V 1.05; the hedge lost 21 % of 400,000.
    expect(ledger.price / 1e6).toBeCloseTo(40_000 - 84_000, 1)
    expect(lp.targetUsd6(state, makeRow({ priceUsd6: 1_209_999_999 })) / 1e6).toBeCloseTo(0, 1)
    // Kept, it would have been 884,000.
    expect(state.figures.impermanentLossUsd6 / 1e6).toBeCloseTo(840_000 - 884_000, 1)
  })

  test('behavior: put anew around a price that left the range; the swap pays fee and gas', () => {
    const { state, row, ledger } = moveTo(1_210e6)
    expect(state.figures.recentres).toBe(1)
    expect(state.position.lower).toBeCloseTo(1_000e6, 3)
    expect(lp.curvature(state, row)).toBeGreaterThan(0)
    // From no asset to half of 840,000.
    expect(ledger.fee / 1e6).toBeCloseTo(-420_000 * 0.003, 2)
    expect(ledger.gas).toBe(-7e6)
    // The loss of the position before stays told.
    expect(state.figures.impermanentLossUsd6 / 1e6).toBeCloseTo(-44_000, 1)
  })

  test("behavior: its liquidity's share of the fees, half where the price left the range", () => {
    // L sqrt S = 4.4 M against a depth of 39.6 M: a tenth.
    const given = { volumeUsd6: 1_000_000e6, depthUsd6: 39_600_000e6 }
    expect(moveTo(1_000e6, given).ledger.lpFees / 1e6).toBeCloseTo(300, 3)
    const left = moveTo(1_210e6, { ...given, depthUsd6: 39_600_000e6 * 1.1 })
    expect(left.ledger.lpFees / 1e6).toBeCloseTo(150, 3)
    expect(moveTo(1_000e6, { volumeUsd6: Number.NaN }).ledger.lpFees).toBe(0)
  })

  test('behavior: the loss to arbitrage, by the liquidity of the step before', () => {
    const { state } = moveTo(1_010e6)
    // L sqrt S / 4 x ln(1.01)^2.
    expect(state.figures.lvrUsd6 / 1e6).toBeCloseTo(1_100_000 * 0.00995033 ** 2, 3)
  })

  test('behavior: put anew after so many days, with a horizon until then', () => {
    const weekly = createLpHedge({
      ...settings,
      recentre: { kind: 'period', periodSec: 7 * 86_400 },
    })
    const { state, row } = moveTo(1_300e6, {}, weekly)
    expect(state.figures.recentres).toBe(0)
    expect(weekly.curvature(state, row)).toBe(0)
    expect(weekly.horizonSec(state, row)).toBe(7 * 86_400)
    const due = makeRow({ at: row.at + 7 * 86_400, priceUsd6: 1_300e6, priceBeforeUsd6: 1_300e6 })
    weekly.accrue(state, due, emptyLedger())
    expect(state.figures.recentres).toBe(1)
    expect(weekly.curvature(state, due)).toBeGreaterThan(0)
  })

  test('behavior: without a hedge, nothing is wanted and nothing drifts', () => {
    const bare = createLpHedge({ ...settings, hedgedPips: 0 })
    const state = bare.open(makeRow())
    expect(bare.targetUsd6(state, makeRow())).toBe(0)
    expect(bare.curvature(state, makeRow())).toBe(0)
  })

  test.each([
    ['perp', { kind: 'out-of-range' }],
    ['spot', { kind: 'period', periodSec: 86_400 }],
  ] as const)(
    'behavior: hedged by %s, the net value changes by its ledger, to the unit',
    (hedge, recentre) => {
      checkIdentity(() => createLpHedge({ ...settings, hedge, recentre }))
    },
  )
})
