import { beforeAll, expect, test } from 'vitest'
import { type Backtest, backtest } from '../../../backtest/orchestrate/backtest.ts'
import type { BacktestInputs } from '../../../backtest/orchestrate/inputs.ts'
import { parsePortfolio } from '../../../backtest/portfolios/document.ts'
import { formatResult } from '../../../backtest/report/hashResult.ts'
import { readResult } from '../../../backtest/report/readResult.ts'
import type { Market } from '../../../market/manifest.ts'
import { createInputs, engine, makeMarket } from './support/madeBacktest.ts'

let made: Backtest
const progress: number[] = []
beforeAll(async () => {
  made = await backtest(
    createInputs({ markets: [makeMarket(70), makeMarket(5, 'short')] }),
    engine,
    {
      onProgress: (share) => progress.push(share),
    },
  )
})

test('default', () => {
  const { result } = made
  expect(result.rules.map(({ ruleId }) => ruleId)).toEqual([
    'hold',
    'band-2.5',
    'clock-1d',
    'in-force',
    'proposal',
    'proposal-without-policy.riskAversion',
    'proposal-without-policy.z',
    'proposal-without-bounds.max.band',
    'proposal-without-freshness.maxAge',
    'oracle',
  ])
  expect(result.honesty).toMatchObject({ days: 70, trials: 12 })
  expect(result.markets).toMatchObject([
    { name: 'made-hours', rows: 1_680, from: '2023-11-15T00:00:00Z' },
    { name: 'short', rows: 120 },
  ])
  expect(result.inputs.fill).toMatchObject({ latencyBlocks: 5, refillPips: 20_000, feePips: 500 })
})

test('behavior: every changed field is looked at alone', () => {
  const { attribution, rules } = made.result
  expect(attribution.map(({ field, from, to }) => [field, from, to])).toEqual([
    ['policy.riskAversion', '100', '20'],
    ['policy.z', '2.1', '3'],
    ['bounds.max.band', '100.00 %', '20.00 %'],
    ['freshness.maxAge', '30 min', '2 h'],
  ])
  const [first] = attribution
  const j = (id: string) => Number(rules.find(({ ruleId }) => ruleId === id)?.metrics.jBpYear)
  expect(Number(first?.differenceBpYear)).toBeCloseTo(
    j('proposal') - j('proposal-without-policy.riskAversion'),
    5,
  )
})

test('behavior: six other assumptions, each with the rules of the main run but those put back', () => {
  const { sensitivity } = made.result
  expect(sensitivity.map(({ name }) => name)).toEqual([
    'refill x0.2',
    'refill x5',
    'latency x5',
    'fee x2',
    'gamma x0.5',
    'gamma x2',
  ])
  for (const { rules } of sensitivity) expect(rules).toHaveLength(5)
})

test('behavior: a further market is a case of its own, and too short to judge', () => {
  expect(made.result.cases).toMatchObject([{ market: 'short', days: 5, isTooShort: true }])
  for (const { verdict } of made.result.cases[0]?.comparisons ?? []) {
    expect(verdict).toBe('too short to judge')
  }
})

test('behavior: progress rises to its end', () => {
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect(progress.at(-1)).toBe(1)
})

test('behavior: the same inputs give the same bytes, which are read back', async () => {
  const again = await backtest(
    createInputs({ markets: [makeMarket(70), makeMarket(5, 'short')] }),
    engine,
  )
  const text = formatResult(made.result)
  expect(formatResult(again.result)).toBe(text)
  expect(readResult(text).result).toEqual(JSON.parse(text))
})

test('behavior: a basket runs on its market with the prices of the other one beside it', async () => {
  const basket = parsePortfolio({
    kind: 'basket',
    assets: [{ weight: '30 %' }, { market: 'other', weight: '30 %' }],
  })
  const markets: [Market, Market] = [makeMarket(3), makeMarket(3, 'other')]
  const given = { portfolios: [basket] as const, against: ['band-0.5'], draws: 20 }
  const { result } = await backtest(createInputs({ ...given, markets }), engine)
  expect(result.markets).toMatchObject([
    { name: 'made-hours', rows: 72 },
    { name: 'other', rows: 72 },
  ])
  expect(result.cases).toEqual([])
  const refused = backtest(createInputs({ ...given, markets: [makeMarket(3)] }), engine)
  await expect(refused).rejects.toThrow(
    'assets: got other, allowed is a market that is named beside made-hours (now: none)',
  )
})

test('behavior: a rule that looks at another market gets the one beside its own', async () => {
  const markets: [Market, Market] = [makeMarket(40), makeMarket(40, 'other')]
  const given = { against: ['hold', 'sigma-2.5-correlation'], draws: 20 }
  const j = async (of: Partial<BacktestInputs>) => {
    const { result } = await backtest(createInputs({ ...given, ...of }), engine)
    return result.rules.map(({ metrics }) => metrics.trades)
  }
  const [, beside] = await j({ markets })
  const [, alone] = await j({ markets: [makeMarket(40)] })
  expect(beside).toBeGreaterThan(0)
  expect(alone).toBe(0)
})
