import { describe, expect, test } from 'vitest'
import type { StepRecord } from '../../backtest/outcome.ts'
import { runBacktest } from '../../backtest/runBacktest.ts'
import type { RunSettings } from '../../backtest/settings.ts'
import { MarketFigureError, RunSettingsError } from '../../backtest/simulator/errors.ts'
import { createPolicyRule } from '../../strategy/rules/policy.ts'
import { createRule } from '../../strategy/rules/standardRules.ts'
import { Random } from '../generators/random.ts'
import { createSettings, defaultFill, defaultMarket } from './support/defaultRun.ts'
import { cut, makeSteps, START_AT } from './support/makeSteps.ts'
import { calm, localVersion } from './support/policyVersion.ts'

const random = new Random(3)
const DAY_SEC = 86_400
const prices = [2_000e6]
for (let index = 1; index < 4_000; index++) {
  prices.push(Math.round((prices.at(-1) as number) * (0.995 + 0.01 * random.unit())))
}
const observations = Array.from({ length: 2_000 }, (_, index) => ({
  at: START_AT + 120 * index + 11,
  observation: { ...calm, baseFeePerGas: BigInt(10e9 + random.below(50e9)) },
}))
const steps = makeSteps({ priceUsd6: prices, observations })
const rules = (): RunSettings['rules'] => [
  ...['hold', 'band-0.5', 'edge-1', 'clock-1h'].map((id) => {
    return { rule: createRule(id, { feePips: 500, riskAversionE4: 200_000 }) }
  }),
  { rule: createPolicyRule('proposal', 'the proposal'), version: localVersion },
]
const run = (size: number) => runBacktest(createSettings({ rules: rules() }), cut(steps, size))

describe('runBacktest', () => {
  test('default: one run a rule, with days that follow each other and trades in order', async () => {
    const runs = await run(1_000)
    expect(runs.map(({ ruleId }) => ruleId)).toEqual([
      'hold',
      'band-0.5',
      'edge-1',
      'clock-1h',
      'proposal',
    ])
    for (const { days, trades } of runs) {
      expect(days.map(({ dayAt }) => dayAt)).toEqual(
        [0, 1, 2].map((day) => START_AT + day * DAY_SEC),
      )
      expect(days.map((day) => day.steps)).toEqual([1_440, 1_440, 1_119])
      expect(days[1]?.navStartUsd6).toBe(days[0]?.navEndUsd6)
      expect(days[2]?.navStartUsd6).toBe(days[1]?.navEndUsd6)
      expect(days.reduce((sum, day) => sum + day.trades, 0)).toBe(trades.length)
      expect([...trades].sort((a, b) => a.at - b.at)).toEqual(trades)
    }
    const [hold, band, , clock, proposal] = runs
    expect(hold?.trades).toEqual([])
    expect(band?.trades.length).toBeGreaterThan(20)
    expect(clock?.trades).toHaveLength(66)
    expect(proposal?.pushes).toBeGreaterThan(100)
    expect(proposal?.trades.length).toBeGreaterThan(0)
  })

  test('P-109 where one chunk ends and the next begins changes nothing', async () => {
    const whole = await run(4_000)
    for (const size of [1, 7, 333]) expect(await run(size)).toEqual(whole)
  })

  test('behavior: rules do not meet: each alone does what it does beside others', async () => {
    const together = await run(500)
    for (const [index, rule] of rules().entries()) {
      const [alone] = await runBacktest(createSettings({ rules: [rule] }), cut(steps, 500))
      expect(alone).toEqual(together[index])
    }
  })

  test('behavior: a sink gets every step but the first, its costs and its value in force', async () => {
    const records: StepRecord[] = []
    let flushed = 0
    const sink = {
      writeStep: (record: StepRecord) => void records.push(record),
      flush: async () => {
        flushed = records.length
      },
    }
    const progress: number[] = []
    const [, band, , , proposal] = await runBacktest(
      createSettings({ rules: rules() }),
      cut(steps, 1_500),
      { sink, onProgress: ({ steps }) => void progress.push(steps) },
    )
    expect(progress).toEqual([1_500, 3_000, 4_000])
    expect(flushed).toBe(5 * 3_999)
    const ofBand = records.filter(({ ruleId }) => ruleId === 'band-0.5')
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)
    expect(ofBand.map(({ at }) => at)).toEqual([...steps.at].slice(1))
    expect(sum(ofBand.map(({ feeUsd6 }) => feeUsd6))).toBe(
      sum(band?.trades.map(({ feeUsd6 }) => feeUsd6) ?? []),
    )
    expect(sum(ofBand.map(({ riskUsd6 }) => riskUsd6))).toBe(
      sum(band?.days.map(({ riskUsd6 }) => riskUsd6) ?? []),
    )
    expect(ofBand.at(-1)).toMatchObject({
      navUsd6: band?.days.at(-1)?.navEndUsd6,
      parameters: undefined,
    })
    const followed = records.filter(({ ruleId }) => ruleId === 'proposal')
    expect(followed[0]?.parameters).toHaveLength(8)
    expect(new Set(followed.map(({ parameters }) => parameters?.join())).size).toBeGreaterThan(100)
    expect(proposal?.days.some(({ outsideBandSec }) => outsideBandSec > 0)).toBe(true)
  })

  test('behavior: a further market of a basket gives its latest price, never a later one', async () => {
    const seen: number[][] = []
    const other = makeSteps({
      priceUsd6: [100, 101, 102, 103],
      at: [START_AT - 30, START_AT + 60, START_AT + 130, START_AT + 181],
    })
    const rule = {
      id: 'watch',
      title: 'watches',
      kind: 'plain' as const,
      decide: ({ row }: { row: { pricesUsd6: Float64Array } }) => {
        seen.push([...row.pricesUsd6])
        return 0
      },
    }
    const settings = createSettings({ rules: [{ rule }], others: [defaultMarket] })
    const main = makeSteps({ priceUsd6: [200, 201, 202, 203, 204] })
    for (const [size, otherSize] of [
      [5, 4],
      [2, 1],
      [1, 3],
    ] as const) {
      seen.length = 0
      await runBacktest(settings, cut(main, size), { otherSteps: [cut(other, otherSize)] })
      expect(seen).toEqual([
        [201, 101],
        [202, 101],
        [203, 102],
        [204, 103],
      ])
    }
  })

  test('error: a basket whose further market begins later', async () => {
    const other = makeSteps({ priceUsd6: [100], at: [START_AT + 1] })
    const settings = createSettings({ others: [defaultMarket] })
    const late = runBacktest(settings, cut(steps, 10), { otherSteps: [cut(other, 1)] })
    await expect(late).rejects.toThrow(
      '2023-11-15T00:00:00Z: priceUsd6 of made-by-hand is NaN; begin the run where all markets of the basket have begun',
    )
  })

  test('error: a signal stops the run between two chunks', async () => {
    const controller = new AbortController()
    const stopped = runBacktest(createSettings(), cut(steps, 100), {
      signal: controller.signal,
      onProgress: ({ steps }) =>
        steps === 300 ? controller.abort(new Error('enough')) : undefined,
    })
    await expect(stopped).rejects.toThrow('enough')
  })

  test.each([
    [{ latencyBlocks: 0 }, 'fill.latencyBlocks is 0; nobody trades in the block'],
    [{ latencyBlocks: 1.5 }, 'fill.latencyBlocks is 1.5; give a whole number of blocks'],
    [{ refillPips: 1_000_001 }, 'fill.refillPips is 1000001; give a number from 0 to 1000000'],
    [{ slippageCapPips: 0 }, 'fill.slippageCapPips is 0; give a number from 1 to 999999'],
    [{ riskAversionE4: Number.NaN }, 'fill.riskAversionE4 is NaN; give a number from 0'],
    [{ perp: { feePips: 5, halfSpreadPips: 1, depthUsd6: 0 } }, 'fill.perp.depthUsd6 is 0; give'],
  ])('error: the fill settings %o are refused', async (changes, message) => {
    const refused = runBacktest(
      createSettings({ fill: { ...defaultFill, ...changes } }),
      cut(steps, 9),
    )
    await expect(refused).rejects.toThrow(RunSettingsError)
    await expect(refused).rejects.toThrow(message)
  })

  test('error: no rule, a rule twice, a rule without the version that it follows', async () => {
    const [band] = createSettings().rules
    const follower = createPolicyRule('proposal', 'the proposal')
    const refuse = (rules: RunSettings['rules'], message: string) =>
      expect(runBacktest(createSettings({ rules }), cut(steps, 9))).rejects.toThrow(message)
    await refuse([], 'rules is empty; give at least one rule')
    await refuse([band, band] as RunSettings['rules'], 'rules is band-2.5; give each rule once')
    await refuse([{ rule: follower }], 'version is missing; rule proposal follows a voted version')
  })

  test.each([
    [
      { at: [START_AT, START_AT] },
      'at',
      '2023-11-15T00:00:00Z: at is 1700006400; it must be later',
    ],
    [{ priceUsd6: [2_000e6, 0] }, 'priceUsd6', '2023-11-15T00:01:00Z: priceUsd6 is 0; a price'],
    [{ priceUsd6: [Number.NaN, 1] }, 'priceUsd6', 'priceUsd6 is NaN; a price is above 0'],
    [{ depthUsd6: [Number.NaN, 1] }, 'depthUsd6', 'depthUsd6 is NaN; record a depth, assume one'],
    [
      { baseFeePerGas: [1, Number.NaN] },
      'baseFeePerGas',
      'baseFeePerGas is NaN; import headers or gas prices',
    ],
    [
      { nativePriceUsd6: [Number.NaN, 1] },
      'nativePriceUsd6',
      'nativePriceUsd6 is NaN; import with --native-price',
    ],
  ])('error: a market with %o is refused by its place', async (figures, field, message) => {
    const bad = makeSteps({ priceUsd6: [2_000e6, 2_001e6], ...figures })
    const refused = runBacktest(createSettings(), cut(bad, 2))
    await expect(refused).rejects.toThrow(MarketFigureError)
    await expect(refused).rejects.toMatchObject({ field })
    await expect(refused).rejects.toThrow(message)
  })

  test('behavior: gas need not be recorded where trades cost none', async () => {
    const none = prices.map(() => Number.NaN)
    const market = makeSteps({ priceUsd6: prices, baseFeePerGas: none, nativePriceUsd6: none })
    const fill = { ...defaultFill, gasUnits: 0 }
    const [result] = await runBacktest(createSettings({ fill }), cut(market, 99))
    expect(result?.days[0]?.ledger.gas).toBe(0)
  })
})
