import fc from 'fast-check'
import type { DayRecord, RuleRun } from '../../../backtest/outcome.ts'
import { ledgerParts } from '../../../strategy/ledger.ts'
import { createDay, createLedger, createRun } from './createRun.ts'

const usd6 = (max: number) => fc.integer({ min: -max, max })
const cost = fc.oneof(fc.constant(0), fc.integer({ min: -5_000_000_000, max: 0 }))

const arbitraryDay = fc.record({
  parts: fc.tuple(...ledgerParts.map(() => fc.oneof(fc.constant(0), usd6(90_000_000_000)))),
  costs: fc.record({ fee: cost, impact: cost, gas: cost }),
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
    incidents: fc.record({
      liquidations: fc.nat(9),
      topUps: fc.nat(99),
      floorBreaches: fc.nat(9),
      worstBreachPips: fc.double({ min: 0, max: 1_000_000, noNaN: true }),
    }),
  })
  .map(({ ruleId, startUsd6, days, incidents }) => {
    let navUsd6 = startUsd6
    const records = days.map(({ parts, costs, ...day }, index): DayRecord => {
      const given = Object.fromEntries(ledgerParts.map((part, place) => [part, parts[place]]))
      const ledger = createLedger({ ...given, ...costs })
      const navStartUsd6 = navUsd6
      navUsd6 += ledgerParts.reduce((sum, part) => sum + ledger[part], 0)
      const navSecondsUsd6 = Math.max(1, navStartUsd6) * day.elapsedSec
      return createDay(index, { ...day, ledger, navStartUsd6, navEndUsd6: navUsd6, navSecondsUsd6 })
    })
    const worstDrawdownPips = Math.max(...records.map((day) => day.worstDrawdownPips))
    return createRun(ruleId, records, { incidents, worstDrawdownPips })
  })
