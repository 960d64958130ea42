import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RuleRun, StepRecord } from '../../backtest/outcome.ts'
import { createPortfolio } from '../../backtest/portfolios/createPortfolio.ts'
import { parsePortfolio } from '../../backtest/portfolios/document.ts'
import { type PortfolioDocument, portfolioKinds } from '../../backtest/portfolios/schema.ts'
import { runBacktest } from '../../backtest/runBacktest.ts'
import type { FillSettings } from '../../backtest/settings.ts'
import { sumLedger } from '../../backtest/simulator/dayBook.ts'
import { loadStrategies } from '../../core/loadStrategies.ts'
import type { Ledger } from '../../strategy/ledger.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { createPolicyRule } from '../../strategy/rules/policy.ts'
import { createRule, ruleIds } from '../../strategy/rules/standardRules.ts'
import { Random, scaled, testSeed } from '../generators/random.ts'
import { createSettings, defaultMarket } from './support/defaultRun.ts'
import { cut, makeSteps, START_AT } from './support/makeSteps.ts'
import { calm, localVersion } from './support/policyVersion.ts'

const RUNS = scaled(150)

/** A market of any steps, with jumps, thin depth and dear gas. */
function anyMarket(seed: number, count: number, beginsAt?: number): ReturnType<typeof makeSteps> {
  const random = new Random(seed)
  let at = beginsAt ?? START_AT + 1_000 + random.below(86_400)
  let price = 1e6 * (1 + random.below(5_000))
  const rows = Array.from({ length: count }, () => {
    at += 1 + random.below(random.chance(0.05) ? 200_000 : 900)
    const size = random.chance(0.02) ? 0.3 : 0.01
    price = Math.max(1, Math.round(price * (1 + size * (2 * random.unit() - 1))))
    return {
      at,
      price,
      depth: random.chance(0.01) ? 0 : Math.round(1e6 * 10 ** (8 * random.unit())),
      gas: Math.round(1e9 * 10 ** (3 * random.unit())),
      funding: random.chance(0.1) ? random.below(2_000_000) - 1_000_000 : 0,
    }
  })
  const observations = rows.map((row) => ({
    at: row.at,
    observation: {
      ...calm,
      baseFeePerGas: BigInt(row.gas),
      depthUsd6: BigInt(row.depth),
      nativePriceUsd6: BigInt(Math.min(row.price, 1e11)),
    },
  }))
  return makeSteps({
    at: rows.map((row) => row.at),
    priceUsd6: rows.map((row) => row.price),
    lowUsd6: rows.map((row) => Math.max(1, Math.round(row.price * 0.97))),
    highUsd6: rows.map((row) => Math.round(row.price * 1.03)),
    depthUsd6: rows.map((row) => row.depth),
    baseFeePerGas: rows.map((row) => row.gas),
    fundingPips9: rows.map((row) => row.funding),
    observations,
  })
}

const anyFill: fc.Arbitrary<FillSettings> = fc.record({
  latencyBlocks: fc.nat(100),
  isWhatIf: fc.constant(true),
  refillPips: fc.nat(1_000_000),
  feePips: fc.nat(10_000),
  gasUnits: fc.nat(1_000_000),
  priorityFeePerGas: fc.nat(10e9),
  maxFeePerGas: fc.constantFrom(Number.POSITIVE_INFINITY, 100e9),
  riskAversionE4: fc.nat(1_000_000),
  slippageCapPips: fc.option(fc.integer({ min: 1, max: 500_000 }), { nil: undefined }),
  perp: fc.option(
    fc.record({
      feePips: fc.nat(1_000),
      halfSpreadPips: fc.nat(1_000),
      depthUsd6: fc.integer({ min: 1e9, max: 1e15 }),
    }),
    { nil: undefined },
  ),
})

const strategies = await loadStrategies()

/** Every kind, bold enough to be liquidated, topped up, rolled and re-centred now and then. */
const kinds: Record<PortfolioDocument['kind'], object> = {
  'constant-mix': { weight: '50 %' },
  basket: { assets: [{ weight: '40 %' }, { market: 'other', weight: '30 %' }], memory: '7 d' },
  cppi: { floor: '80 %', ratchet: '50 %', multiplier: '4 x' },
  'option-book': {
    legs: [
      { type: 'call', strike: '105 %', term: '12 h', quantity: '-50 %' },
      { type: 'put', strike: '95 %', term: '2 d', quantity: '80 %' },
    ],
    hedge: 'perp',
    spread: '5 %',
  },
  carry: {
    margin: 'isolated',
    leverage: '3 x',
    maintenance: '1 %',
    topUp: '50 %',
    timing: '1 d',
  },
  'lp-hedge': { provided: '60 %', range: '10 %', hedge: 'spot', fee: '0.3 %' },
  leveraged: {
    leverage: '3 x',
    liquidationThreshold: '85 %',
    borrowYear: '10 %',
    overlay: { type: 'collar', term: '2 d', buffer: '1 %', spread: '5 %' },
  },
}

const anyPortfolio: fc.Arbitrary<Portfolio> = fc
  .record({
    kind: fc.constantFrom(...portfolioKinds),
    navUsd: fc.integer({ min: 1, max: 10_000_000 }),
  })
  .map(({ kind, navUsd }) => {
    return createPortfolio(parsePortfolio({ kind, nav: `$${navUsd}`, ...kinds[kind] }), strategies)
  })

/** A portfolio that keeps hold of the ledger which the simulator gives it. */
function watch(portfolio: Portfolio, seen: { ledger: Ledger | undefined }): Portfolio {
  return {
    ...portfolio,
    accrue(state, row, ledger) {
      seen.ledger = ledger
      portfolio.accrue(state, row, ledger)
    },
  }
}

/** Runs one rule, and holds net value and ledger together at each step. */
async function runWatched(seed: number, portfolio: Portfolio, fill: FillSettings, ruleId: string) {
  const seen = { ledger: undefined as Ledger | undefined }
  const rule =
    ruleId === 'proposal'
      ? { rule: createPolicyRule(ruleId, ruleId), version: localVersion }
      : { rule: createRule(ruleId, fill) }
  const settings = createSettings({
    portfolio: watch(portfolio, seen),
    rules: [rule],
    others: [defaultMarket],
    fill,
  })
  const mismatches: StepRecord[] = []
  let before = { ledger: undefined as Ledger | undefined, sum: 0, navUsd6: Number.NaN }
  const sink = {
    writeStep(record: StepRecord) {
      const { ledger } = seen
      if (ledger === undefined) return
      const sum = sumLedger(ledger)
      const parts = sum - (ledger === before.ledger ? before.sum : 0)
      const change = record.navUsd6 - before.navUsd6
      if (!Number.isNaN(change) && change !== parts) mismatches.push(record)
      before = { ledger, sum, navUsd6: record.navUsd6 }
    },
    flush: async () => {},
  }
  const otherSteps = [cut(anyMarket(seed + 1, 400, START_AT - 300_000), 50)]
  const [run] = await runBacktest(settings, cut(anyMarket(seed, 400), 64), { sink, otherSteps })
  return { run: run as RuleRun, mismatches }
}

describe('accounting', () => {
  test('P-110 the net value changes by the sum of the ledger, to the unit: each step, each day, each run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        anyPortfolio,
        anyFill,
        fc.constantFrom(...ruleIds, 'proposal'),
        async (seed, portfolio, fill, ruleId) => {
          const { run, mismatches } = await runWatched(seed, portfolio, fill, ruleId)
          expect(mismatches).toEqual([])
          const { days, trades } = run
          for (const [index, day] of days.entries()) {
            expect(day.navEndUsd6 - day.navStartUsd6).toBe(sumLedger(day.ledger))
            if (index > 0) expect(day.navStartUsd6).toBe(days[index - 1]?.navEndUsd6)
          }
          const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0)
          const [first, last] = [days[0], days.at(-1)]
          expect((last?.navEndUsd6 ?? 0) - (first?.navStartUsd6 ?? 0)).toBe(
            sum(days.map(({ ledger }) => sumLedger(ledger))),
          )
          const ofDays = (part: keyof Ledger) => sum(days.map(({ ledger }) => -ledger[part]))
          for (const part of ['fee', 'impact', 'gas'] as const) {
            const paidUsd6 = sum(trades.map((trade) => trade[`${part}Usd6`]))
            // A range that is put anew pays the pool as well.
            if (portfolio.id === 'lp-hedge') expect(ofDays(part)).toBeGreaterThanOrEqual(paidUsd6)
            else expect(ofDays(part)).toBe(paidUsd6)
          }
          expect(trades.every(({ amountUsd6 }) => Number.isSafeInteger(amountUsd6))).toBe(true)
        },
      ),
      { numRuns: RUNS, seed: testSeed() },
    )
  })
})
