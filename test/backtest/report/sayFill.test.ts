import { expect, test } from 'vitest'
import { sayFill } from '../../../backtest/report/sayFill.ts'
import type { BacktestResult } from '../../../backtest/result.ts'

const say = (fill: object) => sayFill({ inputs: { fill } } as unknown as BacktestResult)

test('default: delay and refill, and that the refill is assumed', () => {
  expect(say({ latencyBlocks: 1, refillPips: 20_000 })).toEqual([
    'An order, or a push, takes 1 block; 2 % of the hole that a trade leaves refills in a minute, which is assumed, not measured. Neither is known for sure: see "Other assumptions".',
  ])
})

test('behavior: what the perpetual costs, and that a carry pays for both legs', () => {
  const perp = { feePips: 500, halfSpreadPips: 100, depthUsd6: 150e12, isPair: false }
  const [, hedge] = say({ latencyBlocks: 5, refillPips: 20_000, perp })
  expect(hedge).toBe(
    "Orders fill on the perpetual, not in the pool. They pay a fee of 0.05 %, half a spread of 0.01 %, and an impact of half their share of $150,000,000. These figures are the portfolio's own, or the usual ones where its file does not give them.",
  )
  const [, pair] = say({ latencyBlocks: 5, refillPips: 20_000, perp: { ...perp, isPair: true } })
  expect(pair).toMatch(/^An order changes the asset and its perpetual at once and pays for both\. /)
})
