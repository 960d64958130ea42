import { expect, test } from 'vitest'
import { sayVerdict } from '../../../backtest/report/sayVerdict.ts'
import type { BacktestResult, Verdict } from '../../../backtest/result.ts'

const rule = (ruleId: string, jBpYear: string, kind = 'policy') => ({
  ruleId,
  title: ruleId,
  kind,
  metrics: { jBpYear },
})

function makeResult(verdict: Verdict, difference: string, low: string, high: string) {
  return {
    inputs: { isAddition: false, inForce: { policy: {} }, proposal: { policy: { z: '3' } } },
    rules: [
      rule('hold', '90.000000', 'plain'),
      rule('band-5', '100.000000', 'plain'),
      rule('in-force', '110.000000'),
      rule('proposal', '98.000000'),
    ],
    comparisons: [
      {
        ruleId: 'proposal',
        against: 'in-force',
        differenceBpYear: difference,
        lowBpYear: low,
        highBpYear: high,
        verdict,
      },
      {
        ruleId: 'proposal',
        against: 'hold',
        differenceBpYear: '8.000000',
        lowBpYear: '-2.000000',
        highBpYear: '20.000000',
        verdict: 'no difference shown',
      },
    ],
    honesty: { tooShortReason: 'The market has 5 days; fewer than 60 are too few to judge.' },
  } as unknown as BacktestResult
}

test('default', () => {
  const said = sayVerdict(makeResult('better', '-12.000000', '-20.100000', '-4.000000'))
  expect(said.headline).toBe('Better than the policy in force')
  expect(said.sentences).toEqual([
    'J of the proposal was 12.0 bp a year less than that of the policy in force (90 % interval -20.1 to -4.0).',
    'In hindsight 1 of 2 plain rules had a lower J than the proposal; the lowest was hold (hold) with 90.0 bp a year, but chance alone may explain the difference (-2.0 to 20.0).',
  ])
})

test('behavior: no difference shown is said as such', () => {
  const said = sayVerdict(makeResult('no difference shown', '-12.000000', '-40.000000', '4.000000'))
  expect(said.headline).toBe('No difference shown')
  expect(said.sentences[0]).toMatch(/contains 0, so chance alone may explain it\.$/)
})

test('behavior: too short to judge begins with the reason', () => {
  const said = sayVerdict(makeResult('too short to judge', '12.000000', '12.000000', '12.000000'))
  expect(said.headline).toBe('Too short to judge')
  expect(said.sentences.slice(0, 2)).toEqual([
    'The market has 5 days; fewer than 60 are too few to judge.',
    'In this time J of the proposal was 12.0 bp a year more than that of the policy in force. It says nothing about other times.',
  ])
})

test('behavior: worse is said as plainly as better', () => {
  const said = sayVerdict(makeResult('worse', '12.000000', '4.000000', '20.000000'))
  expect(said.headline).toBe('Worse than the policy in force')
})

test('behavior: a proposal that changes nothing that a backtest runs is not judged', () => {
  const result = makeResult('too short to judge', '0.000000', '', '')
  const inputs = { ...result.inputs, proposal: result.inputs.inForce }
  const said = sayVerdict({ ...result, inputs })
  expect(said.headline).toBe('Nothing to compare')
  expect(said.sentences).toHaveLength(1)
  expect(said.sentences[0]).toMatch(
    /^The proposal leaves policy, bounds, fallback and freshness as/,
  )
})

test('behavior: a single plain rule is one', () => {
  const result = makeResult('better', '-12.000000', '-20.100000', '-4.000000')
  const rules = result.rules.filter(({ ruleId }) => ruleId !== 'hold')
  expect(sayVerdict({ ...result, rules }).sentences[1]).toBe(
    'The plain rule had no lower J than the proposal, even in hindsight.',
  )
})
