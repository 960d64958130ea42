import { expect, test } from 'vitest'
import { formatVoted } from '../../../backtest/proposal/voted.ts'
import { listCautions } from '../../../backtest/report/listCautions.ts'
import type { BacktestResult } from '../../../backtest/result.ts'
import { exampleConfig } from '../../../cli/backtest/exampleMarket.ts'

const settings = formatVoted({
  ...exampleConfig,
  freshness: { ...exampleConfig.freshness, maxAgeSec: 1_800n },
})

function makeResult(to: string, rows: number, changes: object = {}): BacktestResult {
  const inputs = { inForce: settings, proposal: settings, isAddition: false, isWhatIf: false }
  const market = { title: 'a market', from: '2022-01-01T00:00:00Z', to, rows }
  return { inputs: { ...inputs, ...changes }, markets: [market] } as unknown as BacktestResult
}

test('default: a long market of minutes has none', () => {
  expect(listCautions(makeResult('2022-04-01T00:00:00Z', 129_601))).toEqual([])
})

test('behavior: a short stretch says by how much it is multiplied', () => {
  expect(listCautions(makeResult('2022-01-01T09:00:00Z', 541))).toEqual([
    'Figures a year are those of 9.0 hours times 974: they compare the rules in that time, and forecast nothing.',
  ])
})

test('behavior: rows farther apart than segments are named, with what stands in between', () => {
  const [caution] = listCautions(makeResult('2022-04-01T00:00:00Z', 271))
  expect(caution).toBe(
    'The rows of "a market" are 8 h apart: the figures of a row stand until the next, and what happened in between is not seen.',
  )
  expect(listCautions(makeResult('2022-04-01T00:00:00Z', 2_161))[0]).toMatch(/are 60 min apart/)
})

test('behavior: a new market, and a run that nobody could have made', () => {
  const changes = { isAddition: true, isWhatIf: true }
  expect(listCautions(makeResult('2022-04-01T00:00:00Z', 129_601, changes))).toHaveLength(2)
})
