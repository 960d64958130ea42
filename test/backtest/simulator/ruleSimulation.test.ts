import { describe, expect, test } from 'vitest'
import type { RuleRun } from '../../../backtest/outcome.ts'
import { runBacktest } from '../../../backtest/runBacktest.ts'
import type { RunSettings } from '../../../backtest/settings.ts'
import {
  LedgerMismatchError,
  MarketFigureError,
  MoneyRangeError,
  RuleOrderError,
} from '../../../backtest/simulator/errors.ts'
import type { Portfolio } from '../../../strategy/portfolio.ts'
import { createLeveraged } from '../../../strategy/portfolios/leveraged.ts'
import type { Rule, View } from '../../../strategy/rule.ts'
import { createClockRule } from '../../../strategy/rules/clock.ts'
import { strategies } from '../../strategy/support/strategies.ts'
import { createSettings, defaultFill, defaultPortfolio } from '../support/defaultRun.ts'
import { cut, makeSteps, START_AT, type StepFigures } from '../support/makeSteps.ts'
import { localVersion } from '../support/policyVersion.ts'

/** Orders at given rows: 0 is the row at which the market opens. */
function ordering(orders: Record<number, number>, asked: number[] = []): Rule {
  return {
    id: 'ordering',
    title: 'orders at given rows',
    kind: 'plain',
    decide({ row }: View) {
      const index = (row.at - START_AT) / 60
      asked.push(index)
      return orders[index] ?? 0
    },
  }
}

async function run(
  rule: Rule,
  figures: StepFigures,
  changes: Partial<RunSettings> = {},
): Promise<RuleRun> {
  const settings = createSettings({ rules: [{ rule }], ...changes })
  const [result] = await runBacktest(settings, cut(makeSteps(figures), 3))
  return result as RuleRun
}

const flat = (count: number): number[] => Array.from({ length: count }, () => 2_000e6)
const fill = (changes: Partial<typeof defaultFill>) => ({ fill: { ...defaultFill, ...changes } })

describe('RuleSimulation', () => {
  test('default: an order fills at the first step at or after its block, at the price and gas of that step', async () => {
    const figures = {
      priceUsd6: [2_000e6, 2_000e6, 2_000e6, 2_100e6, 2_200e6],
      baseFeePerGas: [1e9, 1e9, 1e9, 50e9, 1e9],
    }
    // 10 blocks of 12 s are two steps.
    const { trades } = await run(ordering({ 1: -400e6 }), figures, fill({ latencyBlocks: 10 }))
    expect(trades).toEqual([
      {
        at: START_AT + 180,
        ruleId: 'ordering',
        amountUsd6: -400e6,
        priceUsd6: 2_100e6,
        feeUsd6: 200_000,
        // 400 * 400 / (100,000,000 + 400) dollars.
        impactUsd6: 1_600,
        // 300,000 gas at 50 gwei and $2,000.
        gasUsd6: 30e6,
        driftPips: expect.closeTo(12_195.12, 2),
        isUrgent: false,
      },
    ])
    const later = await run(ordering({ 1: -400e6 }), figures, fill({ latencyBlocks: 11 }))
    expect(later.trades.map(({ at }) => at)).toEqual([START_AT + 240])
  })

  test('behavior: one order at a time: while it waits for its block, the rule is not asked', async () => {
    const asked: number[] = []
    const rule = ordering({ 1: 1e9, 2: 1e9, 3: 1e9 }, asked)
    await run(rule, { priceUsd6: flat(6) }, fill({ latencyBlocks: 10 }))
    expect(asked).toEqual([1, 3, 5])
  })

  test('behavior: an order whose gas is above its limit does not fill, and is decided anew', async () => {
    const asked: number[] = []
    const rule = ordering({ 1: 1e9, 2: 2e9, 3: 3e9 }, asked)
    const figures = { priceUsd6: flat(6), baseFeePerGas: [1e9, 1e9, 90e9, 90e9, 60e9, 1e9] }
    const { trades } = await run(rule, figures, fill({ maxFeePerGas: 60e9 }))
    expect(trades.map(({ at, amountUsd6 }) => [at, amountUsd6])).toEqual([[START_AT + 240, 3e9]])
    expect(asked).toEqual([1, 2, 3, 4, 5])
  })

  test('behavior: a clock whose order waits for cheaper gas decides anew, by the drift of then, until it fills', async () => {
    // The clock strikes at row 60; gas is too dear until row 64.
    const gas = Array.from({ length: 200 }, (_, row) => (row >= 61 && row < 64 ? 90e9 : 1e9))
    const later = Array.from({ length: 199 }, (_, row) => (row < 62 ? 2_200e6 : 2_400e6))
    const figures = { priceUsd6: [2_000e6, ...later], baseFeePerGas: gas }
    // A block's time later it was decided at row 63, at $2,400: half of the gain on $5 million; ten blocks, at row 62, at $2,200.
    const cases = [
      [1, -0.5e12],
      [10, -0.25e12],
    ] as const
    for (const [latencyBlocks, amountUsd6] of cases) {
      const changes = fill({ latencyBlocks, maxFeePerGas: 60e9 })
      const { trades } = await run(createClockRule('1h'), figures, changes)
      const rows = trades.map(({ at }) => (at - START_AT) / 60)
      expect(rows[0]).toBe(64)
      expect(trades[0]?.amountUsd6).toBe(amountUsd6)
      // Then it waits for the next hour.
      expect(rows[1] ?? 121).toBeGreaterThan(120)
    }
  })

  test('behavior: what must not wait goes first, and what waits is decided on after it', async () => {
    const seen: boolean[] = []
    const rule: Rule = {
      ...ordering({}),
      decide({ row, isWaiting }) {
        seen.push(isWaiting)
        return row.at === START_AT + 60 ? 1e9 : 0
      },
    }
    const urgent: Portfolio = {
      ...defaultPortfolio,
      urgentUsd6: (_, row) => (row.at === START_AT + 120 ? -3e9 : 0),
    }
    const figures = { priceUsd6: flat(7), baseFeePerGas: [1e9, 1e9, 90e9, 1e9, 1e9, 1e9, 1e9] }
    const { trades } = await run(rule, figures, {
      portfolio: urgent,
      ...fill({ maxFeePerGas: 60e9 }),
    })
    expect(trades.map(({ amountUsd6 }) => amountUsd6)).toEqual([-3e9])
    // Rows 1, 3, 4, 5, 6: at row 2 the portfolio itself ordered.
    expect(seen).toEqual([false, true, false, false, false])
  })

  test('behavior: a rule whose order was dropped hears of it when it is asked again', async () => {
    const waits = async (portfolio: Portfolio) => {
      const seen: number[] = []
      const rule: Rule = {
        ...ordering({}),
        decide({ row, isWaiting }) {
          if (isWaiting) seen.push((row.at - START_AT) / 60)
          return row.at === START_AT + 60 ? 1e9 : 0
        },
      }
      const changes = { portfolio, ...fill({ latencyBlocks: 20 }) }
      await run(rule, { priceUsd6: flat(16) }, changes)
      return seen
    }
    let liquidations = 0
    const liquidated: Portfolio = {
      ...defaultPortfolio,
      liquidate: (_, row) => {
        if (row.at === START_AT + 180) liquidations++
      },
      incidents: (state) => ({ ...defaultPortfolio.incidents(state), liquidations }),
    }
    const urgent: Portfolio = {
      ...defaultPortfolio,
      urgentUsd6: (_, row) => (row.at === START_AT + 180 ? -3e9 : 0),
    }
    // Decided at row 1, due at row 5; dropped at row 3. The urgent one is done at row 7.
    expect(await waits(defaultPortfolio)).toEqual([])
    expect(await waits(liquidated)).toEqual([3])
    expect(await waits(urgent)).toEqual([7])
  })

  test('behavior: the second trade pays for the hole of the first, which refills', async () => {
    const orders = { 1: 1e12, 2: 1e12, 60: 1e12 }
    const { trades } = await run(ordering(orders), { priceUsd6: flat(80) })
    const [first, second, third] = trades.map(({ impactUsd6 }) => impactUsd6)
    // q (q + 2 h) / (X + q), h = 0.98 q a minute later, and 0.98^59 (1 + 0.98) q at last... of which the second is a part.
    const quote = (hole: number): number => (1e12 * (1e12 + 2 * hole)) / 101e12
    expect(first).toBeCloseTo(quote(0), -1)
    expect(second).toBeCloseTo(quote(0.98e12), -1)
    expect(third).toBeCloseTo(quote((0.98 + 1) * 0.98 ** 58 * 1e12), -1)
  })

  test('behavior: what is above the slippage cap does not fill, and a crumb does not start the clock', async () => {
    const tradedAt: number[] = []
    const rule = (orders: Record<number, number>): Rule => {
      const { decide, ...rest } = ordering(orders)
      return {
        ...rest,
        decide(view) {
          tradedAt.push((view.tradedAt - START_AT) / 60)
          return decide(view)
        },
      }
    }
    // The cap of 1 % fills 1 / 99 of the depth.
    const figures = { priceUsd6: flat(6), depthUsd6: [99e12, 99e12, 99e12, 49.5e12, 99e12, 99e12] }
    const { trades, days } = await run(
      rule({ 1: 2e12, 2: -2e12, 3: 0.6e12 }),
      figures,
      fill({ slippageCapPips: 10_000 }),
    )
    expect(trades.map(({ amountUsd6 }) => amountUsd6)).toEqual([1e12, -0.5e12, 0.6e12])
    expect(tradedAt).toEqual([0, 2, 2, 4, 4])
    expect(days[0]?.largestImpactPips).toBeGreaterThan(10_000)
  })

  test('behavior: a perpetual has a spread, and half the impact of its depth', async () => {
    const perp = { feePips: 300, halfSpreadPips: 100, depthUsd6: 50e12 }
    const none = flat(4).map(() => Number.NaN)
    const { trades } = await run(
      ordering({ 1: 1e12, 2: 1e12 }),
      { priceUsd6: flat(4), depthUsd6: none },
      fill({ perp }),
    )
    for (const trade of trades) expect(trade).toMatchObject({ feeUsd6: 400e6, impactUsd6: 10e9 })
    expect(trades).toHaveLength(2)
  })

  test('behavior: a pair pays for its leg in the pool, with the hole, and for the other on the perpetual', async () => {
    const perp = { feePips: 300, halfSpreadPips: 100, depthUsd6: 50e12, isPair: true }
    const { trades } = await run(
      ordering({ 1: 1e12, 2: 1e12 }),
      { priceUsd6: flat(4) },
      fill({ perp }),
    )
    expect(trades.map(({ feeUsd6 }) => feeUsd6)).toEqual([900e6, 900e6])
    const inPool = (hole: number): number => (1e12 * (1e12 + 2 * hole)) / 101e12
    const [first, second] = trades.map(({ impactUsd6 }) => impactUsd6 - 10e9)
    expect(first).toBeCloseTo(inPool(0), -1)
    expect(second).toBeCloseTo(inPool(0.98e12), -1)
  })

  test('behavior: the slippage cap is that of each venue on which an order fills', async () => {
    const perp = { feePips: 0, halfSpreadPips: 0, depthUsd6: 50e12 }
    const fills = async (changes: Partial<typeof defaultFill>) => {
      const capped = fill({ slippageCapPips: 10_000, ...changes })
      const { trades } = await run(ordering({ 1: 3e12 }), { priceUsd6: flat(4) }, capped)
      return trades.map(({ amountUsd6 }) => amountUsd6)
    }
    // 1 % is q / (2 * 50 million) on the perpetual, and 1 / 99 of 100 million in the pool.
    expect(await fills({ perp })).toEqual([1e12])
    expect(await fills({ perp: { ...perp, isPair: true } })).toEqual([1e12])
    expect(await fills({ perp: { ...perp, depthUsd6: 150e12, isPair: true } })).toEqual([
      Math.floor(100e12 / 99),
    ])
  })

  test('error: a pair needs a depth of the pool', async () => {
    const perp = { feePips: 300, halfSpreadPips: 100, depthUsd6: 50e12, isPair: true }
    const figures = { priceUsd6: flat(4), depthUsd6: flat(4).map(() => Number.NaN) }
    await expect(run(ordering({}), figures, fill({ perp }))).rejects.toThrow(MarketFigureError)
  })

  test('behavior: the steps of a step: accrual, liquidation at the worst mark, fill, decision', async () => {
    const calls: string[] = []
    const spy: Portfolio = {
      ...defaultPortfolio,
      accrue(state, row, ledger) {
        calls.push(`accrue ${row.priceUsd6}`)
        defaultPortfolio.accrue(state, row, ledger)
      },
      liquidate: (_, row) => void calls.push(`liquidate ${row.lowUsd6} ${row.highUsd6}`),
      trade(state, row, amountUsd6) {
        calls.push(`trade ${amountUsd6}`)
        defaultPortfolio.trade(state, row, amountUsd6)
      },
    }
    const { decide, ...rest } = ordering({ 1: 5e9 })
    const rule: Rule = {
      ...rest,
      decide(view) {
        calls.push('decide')
        return decide(view)
      },
    }
    const figures = { priceUsd6: [2, 3, 4], lowUsd6: [2, 1, 3], highUsd6: [2, 5, 6] }
    await run(rule, figures, { portfolio: spy })
    expect(calls).toEqual([
      'accrue 3',
      'liquidate 1 5',
      'decide',
      'accrue 4',
      'liquidate 3 6',
      'trade 5000000000',
      'decide',
    ])
  })

  test('behavior: a sale that waits does not fill where a liquidation took what it was to sell', async () => {
    const portfolio = createLeveraged(
      {
        navUsd6: 1e12,
        leverageE3: 4_000,
        liquidationThresholdPips: 800_000,
        closeFactorPips: 500_000,
        bonusPips: 50_000,
        borrowPipsYear: 0,
        overlay: undefined,
      },
      strategies,
    ) as Portfolio
    // A fall of 30 % leaves no net value: all is seized, and nothing is left that could be sold.
    const priceUsd6 = [2_000e6, 2_000e6, 1_400e6, 1_400e6]
    const result = await run(ordering({ 1: -1e12 }), { priceUsd6 }, { portfolio })
    expect(result.incidents.liquidations).toBe(1)
    expect(result.trades).toEqual([])
    expect(result.days.at(-1)?.navEndUsd6).toBe(0)
  })

  test('behavior: risk is that of the drift before the move, at gamma / 2 r^2 d^2 W', async () => {
    const priceUsd6 = [2_000e6, 2_200e6, 2_100e6]
    const { days } = await run(ordering({}), { priceUsd6 })
    const drift = (5.5 - 5.25) / 10.5
    const risk = 10 * Math.log(2_100 / 2_200) ** 2 * drift ** 2 * 10.5e12
    expect(days[0]?.riskUsd6).toBe(Math.round(risk))
    expect(days[0]?.driftSquareSec).toBeCloseTo(60 * drift ** 2, 12)
    expect(days[0]?.navSecondsUsd6).toBe(60 * (10e12 + 10.5e12))
  })

  test('behavior: drawdown is measured from the highest net value so far', async () => {
    const priceUsd6 = [2_000e6, 3_000e6, 1_500e6, 3_000e6, 2_400e6]
    const run_ = await run(ordering({}), { priceUsd6 })
    // From $12.5M to $8.75M.
    expect(run_.worstDrawdownPips).toBeCloseTo(300_000, 3)
    expect(run_.days[0]?.worstDrawdownPips).toBe(run_.worstDrawdownPips)
  })

  test('behavior: what ends at midnight belongs to the day that ends', async () => {
    const at = [-60, 0, 60].map((second) => START_AT + second)
    const { days } = await run(ordering({}), { priceUsd6: [2_000e6, 2_100e6, 2_200e6], at })
    expect(days.map(({ dayAt, steps }) => [dayAt, steps])).toEqual([
      [START_AT - 86_400, 1],
      [START_AT, 1],
    ])
  })

  test('behavior: what must not wait takes the place of an order, knows maxTrade, and is marked', async () => {
    const asked: number[] = []
    const urgent: Portfolio = {
      ...defaultPortfolio,
      urgentUsd6: (_, row) => (row.at === START_AT + 120 ? -3e12 : 0),
    }
    const rule = { ...ordering({ 1: 1e9 }, asked), kind: 'policy' as const }
    const { trades } = await run(
      rule,
      { priceUsd6: flat(8) },
      {
        portfolio: urgent,
        rules: [{ rule, version: localVersion }],
        ...fill({ latencyBlocks: 10 }),
      },
    )
    const maxTradeUsd6 = -1e6 * Number(localVersion.fallback.maxTradeUsd)
    expect(trades).toMatchObject([
      { at: START_AT + 240, amountUsd6: Math.max(-3e12, maxTradeUsd6), isUrgent: true },
    ])
    expect(asked).toEqual([1, 4, 5, 6, 7])
  })

  test('behavior: a portfolio without a net value decides nothing any more', async () => {
    const asked: number[] = []
    const ruined: Portfolio = {
      ...defaultPortfolio,
      accrue(state, row, ledger) {
        defaultPortfolio.accrue(state, row, ledger)
        if (row.at !== START_AT + 120) return
        const lossUsd6 = defaultPortfolio.navUsd6(state) + 1
        defaultPortfolio.pay(state, lossUsd6)
        ledger.penalty -= lossUsd6
      },
    }
    const { days } = await run(ordering({}, asked), { priceUsd6: flat(5) }, { portfolio: ruined })
    expect(asked).toEqual([1])
    expect(days[0]).toMatchObject({ navEndUsd6: -1, worstDrawdownPips: expect.closeTo(1e6, 5) })
  })

  test('error: a rule that orders what is no amount', async () => {
    const bad = run(ordering({ 2: Number.NaN }), { priceUsd6: flat(4) })
    await expect(bad).rejects.toThrow(RuleOrderError)
    await expect(bad).rejects.toThrow('2023-11-15T00:02:00Z: rule ordering ordered NaN')
  })

  test('behavior: a trade into a hole wider than the pool is deep loses all of it, and no more', async () => {
    const figures = { priceUsd6: flat(5), depthUsd6: flat(5).map(() => 1e9) }
    const { trades } = await run(ordering({ 1: 1e12, 2: -1e12 }), figures)
    expect(trades[0]?.impactUsd6).toBe(Math.round(1e12 / 1.001))
    expect(trades[1]?.impactUsd6).toBe(1e12)
  })

  test('error: amounts beyond what doubles hold to the unit', async () => {
    const priceUsd6 = [1, 1e6, 1e12]
    await expect(run(ordering({}), { priceUsd6 })).rejects.toThrow(MoneyRangeError)
    await expect(run(ordering({}), { priceUsd6 })).rejects.toThrow(
      'the ledger holds up to 9,007,199,254',
    )
  })

  test('error: a portfolio whose ledger does not tell what happened', async () => {
    const silent: Portfolio = {
      ...defaultPortfolio,
      accrue: (state) => defaultPortfolio.pay(state, 7),
    }
    const bad = run(ordering({}), { priceUsd6: flat(3) }, { portfolio: silent })
    await expect(bad).rejects.toThrow(LedgerMismatchError)
    await expect(bad).rejects.toThrow('the net value changed by -14, the ledger has 0')
  })
})
