import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { runBacktest } from '../../../backtest/runBacktest.ts'
import type { Portfolio } from '../../../strategy/portfolio.ts'
import { createConstantMix } from '../../../strategy/portfolios/constantMix.ts'
import { createBandRule } from '../../../strategy/rules/band.ts'
import { createSettings } from '../support/defaultRun.ts'
import { cut, makeSteps } from '../support/makeSteps.ts'

/**
 * One case of the reference: a constant mix of half, a fixed band back to the target, no latency; a step is a minute. Its first price
 * is where the portfolio opens.
 */
interface Case {
  id: number
  input: Record<Figure, string> & { priceUsd6: number[] }
  expected: Record<Result, string> & { trades: number }
}
type Figure =
  | 'navUsd6'
  | 'depthUsd6'
  | 'feePips'
  | 'bandPips'
  | 'gasUsd6'
  | 'refillPips'
  | 'riskAversionE4'
  | 'slippageCapPips'
type Result = 'navEndUsd6' | 'costUsd6' | 'riskUsd6' | 'turnoverUsd6' | 'worstDrawdownPips'

const file = new URL('../../vectors/strategies/simulator.ndjson', import.meta.url)
const cases = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)

async function run({ input }: Case): Promise<Record<Result, number> & { trades: number }> {
  const figure = (name: Figure): number => Number(input[name])
  const portfolio = createConstantMix({ navUsd6: figure('navUsd6'), weightPips: 500_000 })
  const settings = createSettings({
    portfolio: portfolio as Portfolio,
    rules: [{ rule: createBandRule(figure('bandPips') / 10_000) }],
    fill: {
      latencyBlocks: 0,
      isWhatIf: true,
      refillPips: figure('refillPips'),
      feePips: figure('feePips'),
      // A unit of gas that costs a dollar's millionth.
      gasUnits: figure('gasUsd6'),
      priorityFeePerGas: 0,
      maxFeePerGas: Number.POSITIVE_INFINITY,
      riskAversionE4: figure('riskAversionE4'),
      slippageCapPips: figure('slippageCapPips'),
    },
  })
  const plain = input.priceUsd6.map(() => 1)
  const steps = makeSteps({
    priceUsd6: input.priceUsd6,
    depthUsd6: plain.map(() => figure('depthUsd6')),
    baseFeePerGas: plain.map(() => 1e9),
    nativePriceUsd6: plain.map(() => 1e9),
  })
  const [result] = await runBacktest(settings, cut(steps, 7))
  const days = result?.days ?? []
  const sum = (of: (day: (typeof days)[number]) => number): number =>
    days.reduce((total, day) => total + of(day), 0)
  return {
    navEndUsd6: days.at(-1)?.navEndUsd6 ?? Number.NaN,
    costUsd6: -sum(({ ledger }) => ledger.fee + ledger.impact + ledger.gas),
    riskUsd6: sum(({ riskUsd6 }) => riskUsd6),
    turnoverUsd6: sum(({ turnoverUsd6 }) => turnoverUsd6),
    worstDrawdownPips: result?.worstDrawdownPips ?? Number.NaN,
    trades: sum(({ trades }) => trades),
  }
}

describe('the reference of the simulator', () => {
  test.each(cases)(
    'P-106 case $id: within 1 + 1e-9 of each figure, the trades exactly',
    async (given) => {
      const { trades, ...figures } = await run(given)
      expect(trades).toBe(given.expected.trades)
      const errors = Object.entries(figures).map(([name, got]) => {
        const expected = Number(given.expected[name as Result])
        return { name, isWithin: Math.abs(got - expected) <= 1 + 1e-9 * Math.abs(expected) }
      })
      expect(errors.filter(({ isWithin }) => !isWithin)).toEqual([])
    },
  )

  test('behavior: there are 40 cases', () => expect(cases).toHaveLength(40))
})
