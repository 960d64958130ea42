import { expect, test } from 'vitest'
import { createRuleScale } from '../../../backtest/report/createRuleScale.ts'

const rule = (ruleId: string, high: number) => ({ ruleId, jHighBpYear: high.toFixed(6) })

test('default: from 0 to the highest end of an interval', () => {
  const x = createRuleScale([rule('proposal', 80), rule('in-force', 100), rule('hold', 150)])
  expect([0, 37.5, 150].map(x)).toEqual([0, 25, 100])
})

test('behavior: what is far beyond the judged rules is cut off at the end', () => {
  const x = createRuleScale([rule('proposal', 80), rule('in-force', 100), rule('hold', 9_000)])
  expect([125, 250, 9_000, -1].map(x)).toEqual([50, 100, 100, 0])
})

test('behavior: rules without any cost stand at the beginning', () => {
  expect(createRuleScale([rule('proposal', 0)])(0)).toBe(0)
})
