import { describe, expect, test } from 'vitest'
import type { Parameters as Values } from '../../../core/index.ts'
import { createPolicyRule } from '../../../strategy/rules/policy.ts'
import { makeParameters } from '../support/makeParameters.ts'
import { makeRow } from '../support/makeRow.ts'
import { makeView } from '../support/makeView.ts'

/** Leaves at 2 %, comes back to 1 %, a tenth an epoch. */
const parameters = makeParameters({})

/** What $1M does at a drift, so many seconds after its last trade. */
function decide(drift: number, elapsedSec: number, given: Partial<Values> = {}): number {
  const row = makeRow()
  const view = makeView({
    row,
    drift,
    tradedAt: row.at - elapsedSec,
    parameters: { ...parameters, ...given },
  })
  return createPolicyRule('in-force', 'the policy in force').decide(view)
}

describe('createPolicyRule', () => {
  test('default: a slice of the excess over the return line, for each epoch since the last trade', () => {
    // x = 2 %, A = 10 %.
    expect(decide(0.03, 600)).toBe(-2_000e6)
    expect(decide(-0.03, 600)).toBe(2_000e6)
    expect(decide(0.03, 900)).toBe(-3_000e6)
  })

  test('behavior: nothing inside the band or within an epoch', () => {
    expect(decide(0.02, 3_600)).toBe(0)
    expect(decide(0.03, 599)).toBe(0)
  })

  test('behavior: time beyond the interval gives no right to more', () => {
    expect(decide(0.03, 3_600)).toBe(-12_000e6)
    expect(decide(0.03, 36_000)).toBe(-12_000e6)
  })

  test('behavior: at least the lot, at most the largest trade, never beyond the return line', () => {
    expect(decide(0.03, 600, { lotPips: 5_000n })).toBe(-5_000e6)
    expect(decide(0.03, 600, { lotPips: 900_000n, maxTradeUsd: 50_000n })).toBe(-20_000e6)
    expect(decide(0.03, 600, { lotPips: 900_000n })).toBe(-15_000e6)
    expect(decide(0.03, 3_600, { aggressivenessPips: 1_000_000n, maxTradeUsd: 50_000n })).toBe(
      -20_000e6,
    )
  })

  test('behavior: a return line above the band, as bounds may leave it, counts as the band', () => {
    expect(decide(0.03, 3_600, { returnPips: 25_000n, lotPips: 900_000n })).toBe(-10_000e6)
  })

  test('behavior: nothing without a value in force', () => {
    const view = makeView({ drift: 0.5, tradedAt: 0 })
    expect(createPolicyRule('in-force', 'the policy in force').decide(view)).toBe(0)
  })

  test('behavior: follows a new value', () => {
    const rule = createPolicyRule('proposal', 'the proposal')
    const view = makeView({ drift: 0.03, tradedAt: 0, parameters })
    expect(rule.decide(view)).toBe(-12_000e6)
    view.parameters = { ...parameters, maxTradeUsd: 1_000n }
    expect(rule.decide(view)).toBe(-1_000e6)
  })

  test('behavior: an oracle says that it is one', () => {
    expect(createPolicyRule('oracle', 'knows tomorrow', 'oracle').kind).toBe('oracle')
    expect(createPolicyRule('proposal', 'the proposal').kind).toBe('policy')
  })
})
