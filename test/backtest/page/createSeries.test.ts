import { expect, test } from 'vitest'
import type { RuleRun, StepRecord } from '../../../backtest/outcome.ts'
import { SeriesSink } from '../../../backtest/page/createSeries.ts'

const run = { ruleId: 'hold' } as RuleRun

const step = (index: number, navUsd6 = 1e12): StepRecord => ({
  at: index,
  ruleId: 'hold',
  navUsd6,
  exposureUsd6: 6e11,
  targetUsd6: 5e11,
  amountUsd6: 0,
  feeUsd6: 0,
  impactUsd6: 0,
  gasUsd6: 0,
  riskUsd6: 0,
  parameters: [0, 25_000, 0, 0, 0, 0, 0, 0],
})

test('default', () => {
  const sink = new SeriesSink(() => true)
  sink.writeStep(step(0))
  sink.writeStep(step(1, 9e11))
  expect(sink.finish([run])).toEqual({
    at: [0, 1],
    rules: [
      {
        ruleId: 'hold',
        nav: [1_000_000, 900_000],
        drift: [10, 11.1111],
        band: [2.5, 2.5],
        drawdown: [0, -10],
      },
    ],
  })
})

test.each([1_500, 1_501, 3_000, 100_000])(
  'behavior: %i steps are at most 1,500 points, equally far apart',
  (count) => {
    const sink = new SeriesSink(() => true)
    for (let index = 0; index < count; index++) sink.writeStep(step(index))
    const { at } = sink.finish([run])
    expect(at.length).toBeGreaterThan(count === 1_500 ? 1_499 : 749)
    expect(at.length).toBeLessThanOrEqual(1_500)
    const distance = (at[1] as number) - (at[0] as number)
    expect(at).toEqual(at.map((_, index) => index * distance))
  },
)

test('behavior: a rule that is not shown is not kept', () => {
  const sink = new SeriesSink((id) => id !== 'hold')
  sink.writeStep(step(0))
  expect(sink.finish([run])).toEqual({ at: [], rules: [] })
})
