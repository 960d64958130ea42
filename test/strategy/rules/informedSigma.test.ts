import { describe, expect, test } from 'vitest'
import {
  createCorrelationSigmaRule,
  createForecastSigmaRule,
} from '../../../strategy/rules/informedSigma.ts'
import { makeRow } from '../support/makeRow.ts'
import { makeView } from '../support/makeView.ts'

const HOUR_SEC = 3_600
const start = 19_000 * 86_400

/** 1 % a day of trailing deviation; the drift's is a quarter of it. */
const varianceWad = 365.25e14

describe('createForecastSigmaRule', () => {
  test('default: the forecast, once a day is over; the trailing variance before', () => {
    const rule = createForecastSigmaRule(2.5)
    const decide = (hour: number, drift: number) => {
      // Up and down by 1 % each hour: 24 x 0.00995^2 a day, or 4.87 %.
      const priceUsd6 = hour % 2 === 0 ? 1_000e6 : 1_010e6
      const row = makeRow({ at: start + hour * HOUR_SEC, priceUsd6, varianceWad })
      return rule.decide(makeView({ row, drift }))
    }
    for (let hour = 0; hour < 24; hour++) decide(hour, 0)
    expect(decide(23, 0.0063)).toBe(-6_300e6)
    expect(decide(24, 0.0063)).toBe(0)
    // 2.5 / 4 x 4.8747 %.
    expect(decide(25, 0.0304)).toBe(0)
    expect(decide(25, 0.0306)).toBe(-30_600e6)
  })
})

describe('createCorrelationSigmaRule', () => {
  const decide = (
    rule: ReturnType<typeof createCorrelationSigmaRule>,
    hour: number,
    prices: number[],
    drift: number,
  ) => {
    const row = makeRow({
      at: start + hour * HOUR_SEC,
      priceUsd6: prices[0] ?? 0,
      pricesUsd6: Float64Array.from(prices),
      varianceWad,
    })
    return rule.decide(makeView({ row, drift }))
  }

  test('default: wider by half where the other market moves alike, narrower where it moves against', () => {
    const alike = createCorrelationSigmaRule(2.5)
    decide(alike, 0, [1_000e6, 10e6], 0)
    expect(decide(alike, 1, [1_100e6, 11e6], 0.0093)).toBe(0)
    expect(decide(alike, 1, [1_100e6, 11e6], 0.0095)).toBe(-9_500e6)
    const against = createCorrelationSigmaRule(2.5)
    decide(against, 0, [1_000e6, 11e6], 0)
    expect(decide(against, 1, [1_100e6, 10e6], 0.003)).toBe(0)
    expect(decide(against, 1, [1_100e6, 10e6], 0.0032)).toBe(-3_200e6)
  })

  test('behavior: the plain band before anything has moved, nothing without another market', () => {
    const rule = createCorrelationSigmaRule(2.5)
    expect(decide(rule, 0, [1_000e6, 10e6], 0.0062)).toBe(0)
    expect(decide(rule, 0, [1_000e6, 10e6], 0.0063)).toBe(-6_300e6)
    expect(decide(rule, 0, [1_000e6], 0.5)).toBe(0)
  })
})
