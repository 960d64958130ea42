import { describe, expect, test } from 'vitest'
import { toLine } from '../../../web/charts/lines.ts'
import { findValueRange, formatTicks } from '../../../web/charts/scale.ts'

function rangeOf(values: number[], isLog = false) {
  const times = Float64Array.from(values, (_, index) => index)
  const line = toLine({
    label: 'A',
    kind: 'measure',
    shape: 'line',
    times,
    values: Float64Array.from(values),
  })
  return findValueRange([line], undefined, { from: 0, to: values.length }, isLog)
}

describe('scale', () => {
  test('default: round ends with room, from 0 where nothing is below', () => {
    expect(rangeOf([4.1, 5.9])).toEqual({ min: 3.5, max: 6.5 })
    expect(rangeOf([0.2, 9.7])).toEqual({ min: 0, max: 12 })
    expect(rangeOf([-3, 3])).toEqual({ min: -4, max: 4 })
  })

  test('behavior: a single value, zero, none and tiny ones have a range too', () => {
    expect(rangeOf([5])).toEqual({ min: 4, max: 6 })
    expect(rangeOf([0])).toEqual({ min: 0, max: 0.2 })
    expect(rangeOf([Number.NaN])).toEqual({ min: 0, max: 1 })
    const { min, max } = rangeOf([2e-18, 3e-18])
    expect(min).toBeLessThan(2e-18)
    expect(max).toBeGreaterThan(3e-18)
  })

  test('behavior: a logarithmic range takes what is above 0', () => {
    expect(rangeOf([0, 3, 700], true)).toEqual({ min: 2, max: 1_000 })
    expect(rangeOf([0, -1], true)).toEqual({ min: 1, max: 10 })
  })

  test('behavior: ticks have the decimals that tell them apart, and no language of the browser', () => {
    expect(formatTicks([4.8, 4.825, 4.85], 0.025)).toEqual(['4.8', '4.825', '4.85'])
    expect(formatTicks([0, 2_500, 5_000], 2_500)).toEqual(['0', '2,500', '5,000'])
    expect(formatTicks([1_000_000, 1_250_000], 250_000)).toEqual(['1M', '1.25M'])
    expect(formatTicks([-0.2, -5e-17, 0.2], 0.2)).toEqual(['-0.2', '0', '0.2'])
    expect(formatTicks([1e-18, 2e-18], 1e-18)).toEqual(['1e-18', '2e-18'])
    expect(formatTicks([1, null, 100, 50_000], undefined)).toEqual(['1', null, '100', '50k'])
  })
})
