import fc from 'fast-check'
import type { DayRecord, RuleRun } from '../../../backtest/outcome.ts'
import { ledgerParts } from '../../../strategy/ledger.ts'
import { createDay, createLedger, createRun } from './createRun.ts'

const zero = fc.constant(0)
/** Of the day's first net value. */
const gainShare = fc.oneof(zero, fc.double({ min: -0.5, max: 1, noNaN: true }))
const costShare = fc.oneof(zero, fc.double({ min: -0.1, max: 0, noNaN: true }))

const arbitraryDay = fc.record({
  parts: fc.tuple(...ledgerParts.map(() => gainShare)),
  costs: fc.record({ fee: costShare, impact: costShare, gas: costShare }),
  riskUsd6: fc.integer({ min: 0, max: 10_000_000_000 }),
  turnoverUsd6: fc.integer({ min: 0, max: 10_000_000_000_000 }),
  trades: fc.integer({ min: 0, max: 400 }),
  elapsedSec: fc.oneof(fc.constant(86_400), fc.integer({ min: 1, max: 100_000 })),
  driftSquareSec: fc.double({ min: 0, max: 20_000, noNaN: true }),
  outsideBandSec: fc.integer({ min: 0, max: 86_400 }),
  largestImpactPips: fc.double({ min: 0, max: 500_000, noNaN: true }),
  worstDrawdownPips: fc.double({ min: 0, max: 1_000_000, noNaN: true }),
})

/** A run whose money adds up, of 1 to 40 days, from $1 up to $1,000,000,000. */
export const arbitraryRun: fc.Arbitrary<RuleRun> = fc
  .record({
    ruleId: fc.constantFrom('hold', 'band-2.5', 'in-force', 'proposal'),
    startUsd6: fc.integer({ min: 1_000_000, max: 1_000_000_000_000_000 }),
    days: fc.array(arbitraryDay, { minLength: 1, maxLength: 40 }),
    figures: fc.option(
      fc.record(
        {
          thetaUsd6: fc.integer({ min: -1_000_000_000_000, max: 1_000_000 }),
          lvrUsd6: fc.nat(2_000_000_000),
          recentres: fc.nat(99),
        },
        { requiredKeys: [] },
      ),
      { nil: undefined },
    ),
    incidents: fc.record({
      liquidations: fc.nat(9),
      topUps: fc.nat(99),
      floorBreaches: fc.nat(9),
      worstBreachPips: fc.double({ min: 0, max: 1_000_000, noNaN: true }),
    }),
  })
  .map(({ ruleId, startUsd6, days, figures, incidents }) => {
    let navUsd6 = startUsd6
    const records = days.map(({ parts, costs, ...day }, index): DayRecord => {
      const navStartUsd6 = navUsd6
      const shares = Object.fromEntries(ledgerParts.map((part, place) => [part, parts[place]]))
      const amounts = Object.entries({ ...shares, ...costs }).map(([part, share]) => {
        return [part, Math.round(Math.min(1e13, Math.abs(navStartUsd6)) * (share ?? 0))]
      })
      const ledger = createLedger(Object.fromEntries(amounts))
      navUsd6 += ledgerParts.reduce((sum, part) => sum + ledger[part], 0)
      const navSecondsUsd6 = Math.max(1, navStartUsd6) * day.elapsedSec
      return createDay(index, { ...day, ledger, navStartUsd6, navEndUsd6: navUsd6, navSecondsUsd6 })
    })
    const worstDrawdownPips = Math.max(...records.map((day) => day.worstDrawdownPips))
    return createRun(ruleId, records, { incidents, figures, worstDrawdownPips })
  })
