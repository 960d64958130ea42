import { describe, expect, test } from 'vitest'
import { DaysDifferError } from '../../backtest/errors.ts'
import { summarizeRuns } from '../../backtest/summarize.ts'
import { createLosses } from './support/createRun.ts'

/** Ups and downs without chance, so that the test does not lean on what it tests. */
const wave = (days: number, level: number) =>
  Array.from({ length: days }, (_, day) => (level + ((day * 37) % 11)) * 1_000_000)

const settings = { seed: 7n, holdingSec: 0, trials: 4 }

describe('summarizeRuns', () => {
  test('default: metrics, differences, folds, stress and honesty of a long run', () => {
    const runs = [
      createLosses('hold', wave(200, 40)),
      createLosses('band-1', wave(200, 30)),
      createLosses('in-force', wave(200, 20)),
      createLosses('proposal', wave(200, 10)),
    ]
    const summary = summarizeRuns({ runs, ...settings })
    expect(summary.rules.map(({ ruleId }) => ruleId)).toEqual(runs.map(({ ruleId }) => ruleId))
    const verdicts = summary.comparisons.map(({ ruleId, against, verdict }) => [
      ruleId,
      against,
      verdict,
    ])
    expect(verdicts).toEqual([
      ['hold', 'in-force', 'worse'],
      ['band-1', 'in-force', 'worse'],
      ['proposal', 'hold', 'better'],
      ['proposal', 'band-1', 'better'],
      ['proposal', 'in-force', 'better'],
    ])
    // $10 a day on $1M.
    expect(summary.comparisons.at(-1)).toMatchObject({
      differenceBpYear: '-36.525000',
      lowBpYear: '-36.525000',
      highBpYear: '-36.525000',
    })
    expect(summary.walkForward).toHaveLength(5)
    expect(summary.stress).toHaveLength(7)
    expect(summary.honesty).toMatchObject({
      days: 200,
      trials: 4,
      realityCheckP: '1.000000',
      superiorAbilityP: '1.000000',
      overfittingProbability: '0.000000',
      deflatedSharpe: undefined,
      isTooShort: false,
    })
  })

  test('behavior: the same runs and seed give the same text, another seed another', () => {
    const runs = [createLosses('in-force', wave(100, 3)), createLosses('proposal', wave(100, 2))]
    const text = (seed: bigint) => JSON.stringify(summarizeRuns({ runs, ...settings, seed }))
    expect(text(1n)).toBe(text(1n))
    expect(text(1n)).not.toBe(text(2n))
  })

  test('P-112 five days are too short to judge, whatever they show', () => {
    const runs = [createLosses('in-force', wave(5, 99)), createLosses('proposal', wave(5, 1))]
    const { comparisons, honesty } = summarizeRuns({ runs, ...settings })
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['too short to judge'])
    expect(honesty).toMatchObject({
      isTooShort: true,
      tooShortReason: 'The market has 5 days; fewer than 60 are too few to judge.',
      realityCheckP: undefined,
      superiorAbilityP: undefined,
      deflatedSharpe: undefined,
      overfittingProbability: undefined,
    })
  })

  test('P-112 so are fewer than thirty trades in many days', () => {
    const run = (ruleId: string, level: number) => {
      const whole = createLosses(ruleId, wave(100, level))
      return { ...whole, days: whole.days.map((day, i) => ({ ...day, trades: i < 29 ? 1 : 0 })) }
    }
    const runs = [run('in-force', 99), run('proposal', 1)]
    const { comparisons, honesty } = summarizeRuns({ runs, ...settings })
    expect(comparisons[0]?.verdict).toBe('too short to judge')
    expect(honesty.tooShortReason).toBe(
      'No judged rule made more than 29 trades; fewer than 30 are too few to judge.',
    )
  })

  test('error: rules that ran over different days are not compared', () => {
    const runs = [createLosses('in-force', wave(70, 1)), createLosses('proposal', wave(69, 1))]
    expect(() => summarizeRuns({ runs, ...settings })).toThrow(DaysDifferError)
  })
})
