import { describe, expect, test } from 'vitest'
import { createRule, createStandardRules, ruleIds } from '../../../strategy/rules/standardRules.ts'
import { makeRow } from '../support/makeRow.ts'
import { makeView } from '../support/makeView.ts'

const settings = { feePips: 500, riskAversionE4: 200_000 }
const decide = (id: string, given: Parameters<typeof makeView>[0]) =>
  createRule(id, settings).decide(makeView(given))
const at = (time: string) => Date.parse(time) / 1_000

describe('createRule', () => {
  test('default: every rule by its id, the same in a table', () => {
    for (const id of ruleIds) expect(createRule(id, settings).id).toBe(id)
    const rules = createStandardRules(settings, {
      isImpliedVarianceRecorded: true,
      hasOtherMarket: true,
    })
    expect(rules.map(({ id }) => id)).toEqual(ruleIds)
    expect(rules.every(({ kind }) => kind === 'plain')).toBe(true)
  })

  test('behavior: no rule whose input is not recorded', () => {
    const rules = createStandardRules(settings, { isImpliedVarianceRecorded: false })
    const left = rules.map(({ id }) => id)
    expect(ruleIds.filter((id) => !left.includes(id))).toEqual([
      'sigma-2.5-implied',
      'sigma-2.5-correlation',
    ])
  })

  test('error: an unknown rule, with those that there are', () => {
    expect(() => createRule('band-3', settings)).toThrow(
      /^no rule is called band-3; give one of hold, band-0\.5, /,
    )
  })

  test.each(ruleIds)('behavior: %s does nothing at the target', (id) => {
    expect(decide(id, { drift: 0 })).toBe(0)
  })
})

test('hold default: nothing, however far it drifted', () => {
  expect(decide('hold', { drift: 0.5 })).toBe(0)
})

describe('band and edge', () => {
  test('default: to the centre, or to the edge, from either side', () => {
    expect(decide('band-2.5', { drift: 0.03 })).toBe(-30_000e6)
    expect(decide('band-2.5', { drift: -0.03 })).toBe(30_000e6)
    expect(decide('edge-2.5', { drift: 0.03 })).toBe(-5_000e6)
    expect(decide('edge-2.5', { drift: -0.03 })).toBe(5_000e6)
  })

  test('behavior: nothing at the band itself', () => {
    expect(decide('band-2.5', { drift: 0.025 })).toBe(0)
    expect(decide('edge-2.5', { drift: -0.025 })).toBe(0)
  })

  test('behavior: whole millionths of a dollar, half away from zero', () => {
    expect(decide('band-0.5', { navUsd6: 25, drift: 0.5 })).toBe(-13)
    expect(decide('band-0.5', { navUsd6: 25, drift: -0.5 })).toBe(13)
  })
})

describe('clock', () => {
  test.each([
    ['clock-1h', '2022-05-12T07:00:00Z', true],
    ['clock-1h', '2022-05-12T07:01:00Z', false],
    ['clock-4h', '2022-05-12T08:00:00Z', true],
    ['clock-4h', '2022-05-12T07:00:00Z', false],
    ['clock-1d', '2022-05-11T08:00:00Z', true],
    ['clock-1d', '2022-05-11T00:00:00Z', false],
    // A Thursday.
    ['clock-7d', '2022-05-12T08:00:00Z', true],
    ['clock-7d', '2022-05-11T08:00:00Z', false],
  ])('default: %s at %s: %s', (id, time, isDue) => {
    const row = makeRow({ at: at(time), elapsedSec: 60 })
    expect(decide(id, { row, drift: 0.01 })).toBe(isDue ? -10_000e6 : 0)
  })

  test('behavior: the first step after its time, where no step falls on it', () => {
    const row = makeRow({ at: at('2022-05-12T08:00:50Z'), elapsedSec: 120 })
    expect(decide('clock-1d', { row, drift: -0.01 })).toBe(10_000e6)
    const late = makeRow({ at: at('2022-05-12T08:02:50Z'), elapsedSec: 120 })
    expect(decide('clock-1d', { row: late, drift: -0.01 })).toBe(0)
  })

  test('behavior: not at the first step, which opens at the target', () => {
    const row = makeRow({ at: at('2022-05-12T08:00:00Z'), elapsedSec: 0 })
    expect(decide('clock-1d', { row, drift: -0.01 })).toBe(0)
  })
})

describe('sigma', () => {
  // Sigma of 365.25 %^2 a day is 1 % a day; the drift's is a quarter of it.
  const row = makeRow({ varianceWad: 365.25e14, impliedVarianceWad: 4 * 365.25e14 })

  test("default: to the centre outside a band of the drift's own daily deviations", () => {
    expect(decide('sigma-1', { row, drift: 0.0026 })).toBe(-2_600e6)
    expect(decide('sigma-1', { row, drift: 0.0024 })).toBe(0)
    expect(decide('sigma-2.5', { row, drift: -0.0063 })).toBe(6_300e6)
    expect(decide('sigma-2.5', { row, drift: -0.0062 })).toBe(0)
  })

  test('behavior: implied variance in its place', () => {
    expect(decide('sigma-2.5-implied', { row, drift: 0.0126 })).toBe(-12_600e6)
    expect(decide('sigma-2.5-implied', { row, drift: 0.0124 })).toBe(0)
  })

  test('behavior: nothing while no implied variance is recorded', () => {
    expect(decide('sigma-2.5-implied', { drift: 0.5 })).toBe(0)
  })
})

test('whalley-wilmott default: to the edge of h = (3/2 c G^2 / gamma)^(1/3)', () => {
  // c = 500 pips, G = 0.25, gamma = 20: 1.328323 %.
  expect(decide('whalley-wilmott', { drift: 0.0133 })).toBe(-16_767_885)
  expect(decide('whalley-wilmott', { drift: 0.0132 })).toBe(0)
})
