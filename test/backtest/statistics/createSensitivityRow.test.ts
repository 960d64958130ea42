import { describe, expect, test } from 'vitest'
import { createSensitivityRow } from '../../../backtest/statistics/createSensitivityRow.ts'
import { summarizeRuns } from '../../../backtest/summarize.ts'
import { createLosses } from '../support/createRun.ts'

const settings = { seed: 1n, holdingSec: 0, trials: 3, draws: 20 }
const run = (ruleId: string, loss: number) => createLosses(ruleId, [loss * 1_000_000])
const main = summarizeRuns({
  ...settings,
  runs: [run('hold', 3), run('band-1', 2), run('proposal', 1), run('oracle', 0)],
}).rules

describe('createSensitivityRow', () => {
  test('default: rules in the same order are no flip, however far apart', () => {
    const runs = [run('hold', 90), run('band-1', 80), run('proposal', 1), run('oracle', 95)]
    expect(createSensitivityRow('refill x0.2', runs, main)).toEqual({
      name: 'refill x0.2',
      rules: [
        { ruleId: 'hold', jBpYear: '328.725000' },
        { ruleId: 'band-1', jBpYear: '292.200000' },
        { ruleId: 'proposal', jBpYear: '3.652500' },
        { ruleId: 'oracle', jBpYear: '346.987500' },
      ],
      isRankingFlipped: false,
    })
  })

  test('behavior: two rules the other way round are a flip; equal ones, and new ones, are not', () => {
    const flip = (hold: number, band: number, proposal: number) =>
      createSensitivityRow(
        'fee x2',
        [run('hold', hold), run('band-1', band), run('proposal', proposal), run('band-5', 0)],
        main,
      ).isRankingFlipped
    expect(flip(2, 3, 1)).toBe(true)
    expect(flip(3, 2, 4)).toBe(true)
    expect(flip(2, 2, 2)).toBe(false)
  })
})
