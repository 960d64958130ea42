import fc from 'fast-check'
import { type Ledger, ledgerParts } from '../../../strategy/ledger.ts'
import type { Portfolio } from '../../../strategy/portfolio.ts'
import { roundUsd6 } from '../../../strategy/roundUsd6.ts'
import type { Row } from '../../../strategy/row.ts'
import { makeRow } from './makeRow.ts'

/** One step at random: a move, its wick, a funding rate, a trade as a share of the net value, a cost. */
interface RandomStep {
  move: number
  wick: number
  elapsedSec: number
  fundingPips9: number
  impliedVarianceWad: number
  trade: number
  costUsd6: number
}

const step: fc.Arbitrary<RandomStep> = fc.record({
  move: fc.double({ min: 0.8, max: 1.25, noNaN: true }),
  wick: fc.double({ min: 0, max: 0.3, noNaN: true }),
  elapsedSec: fc.constantFrom(60, 3_600, 28_800, 86_400),
  fundingPips9: fc.integer({ min: -3_000_000, max: 3_000_000 }),
  impliedVarianceWad: fc.constantFrom(Number.NaN, 0.2e18, 1e18),
  trade: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  costUsd6: fc.integer({ min: 0, max: 50_000_000 }),
})

export const emptyLedger = (): Ledger =>
  Object.fromEntries(ledgerParts.map((part) => [part, 0])) as Ledger

const sum = (ledger: Ledger) => ledgerParts.reduce((total, part) => total + ledger[part], 0)

/** Whatever happens, the net value's change is the ledger's sum less the costs paid, to the unit. */
export function checkIdentity(create: () => Portfolio, assetCount = 1): void {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const portfolio = create()
      let row = makeRow({ pricesUsd6: Float64Array.from({ length: assetCount }, () => 1e9) })
      const state = portfolio.open(row)
      for (const taken of steps) {
        row = nextRow(row, taken)
        const before = portfolio.navUsd6(state)
        const ledger = emptyLedger()
        portfolio.accrue(state, row, ledger)
        portfolio.liquidate(state, row, ledger)
        portfolio.trade(state, row, roundUsd6(taken.trade * portfolio.navUsd6(state)))
        portfolio.pay(state, taken.costUsd6)
        const after = portfolio.navUsd6(state)
        if (!Number.isSafeInteger(after)) throw new Error(`a net value of ${after}`)
        const change = sum(ledger) - taken.costUsd6
        if (after - before !== change) {
          throw new Error(`${after - before} is not ${change}: ${JSON.stringify(ledger)}`)
        }
      }
    }),
    { numRuns: 200 },
  )
}

function nextRow(before: Row, taken: RandomStep): Row {
  const priceUsd6 = Math.max(1_000_000, Math.round(before.priceUsd6 * taken.move))
  const pricesUsd6 = before.pricesUsd6.map((price, index) =>
    index === 0 ? priceUsd6 : Math.max(1_000_000, Math.round(price * (2 - taken.move))),
  )
  return makeRow({
    at: before.at + taken.elapsedSec,
    elapsedSec: taken.elapsedSec,
    priceUsd6,
    priceBeforeUsd6: before.priceUsd6,
    lowUsd6: Math.round(priceUsd6 * (1 - taken.wick)),
    highUsd6: Math.round(priceUsd6 * (1 + taken.wick)),
    perpLowUsd6: Math.round(priceUsd6 * (1 - taken.wick)),
    perpHighUsd6: Math.round(priceUsd6 * (1 + taken.wick)),
    fundingPips9: taken.fundingPips9,
    impliedVarianceWad: taken.impliedVarianceWad,
    volumeUsd6: 1e12,
    liquidity: 1e18,
    pricesUsd6,
  })
}
