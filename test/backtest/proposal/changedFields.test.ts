import { expect, test } from 'vitest'
import { listChangedFields, putBack } from '../../../backtest/proposal/changedFields.ts'
import { exampleConfig } from '../../../cli/backtest/exampleMarket.ts'
import { applySettings, diffConfigs, readSettings } from '../../../governance/index.ts'

const change = (text: string) => applySettings(exampleConfig, readSettings(text))

/** Every field that a run reads, each a little otherwise. */
const everything = change(`
policy: { riskAversion: 43, epoch: 9 min, gas: '201,000 gas', poolFee: 0.31 % }
bounds:
  min: { band: 0.23 % }
  max: { band: 23 % }
  stepUp: { maxTrade: '$43,210' }
  stepDown: { band: 2.3 % }
  budget: { lot: 6.1 % }
  budgetWindow: 43 h
  cooldown: 13 min
fallback: { band: 6 %, maxTrade: '$4,321' }
freshness: { maxAge: 73 min, reportAge: 13 min }`)

test('default', () => {
  expect(listChangedFields(exampleConfig, everything).map(({ path }) => path)).toEqual([
    'policy.riskAversion',
    'policy.poolFee',
    'policy.gas',
    'policy.epoch',
    'bounds.min.band',
    'bounds.max.band',
    'bounds.stepUp.maxTrade',
    'bounds.stepDown.band',
    'bounds.budget.lot',
    'bounds.budgetWindow',
    'bounds.cooldown',
    'fallback.band',
    'fallback.maxTrade',
    'freshness.maxAge',
  ])
})

test('behavior: a field that is put back is as in force, and it alone', () => {
  const changed = listChangedFields(exampleConfig, everything)
  for (const { path } of changed) {
    const without = putBack(everything, exampleConfig, path)
    if (without === undefined) throw new Error(`${path} cannot be put back`)
    expect(diffConfigs(everything, without).map((diff) => diff.path)).toEqual([path])
    const left = listChangedFields(exampleConfig, without).map((diff) => diff.path)
    expect(left).toEqual(changed.map((diff) => diff.path).filter((other) => other !== path))
  }
})

test('behavior: a field that cannot be put back alone is not', () => {
  const moved = change('bounds: { min: { band: 30 % } }\nfallback: { band: 40 % }')
  expect(putBack(moved, exampleConfig, 'fallback.band')).toBeUndefined()
  expect(putBack(moved, exampleConfig, 'bounds.min.band')).toBeDefined()
})
