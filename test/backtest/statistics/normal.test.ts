import { describe, expect, test } from 'vitest'
import { computeNormalQuantile, computeNormalShare } from '../../../backtest/statistics/normal.ts'

describe('computeNormalShare', () => {
  test('default: values of printed tables', () => {
    const known: [number, number][] = [
      [0, 0.5],
      [1, 0.8413447461],
      [-1.644853627, 0.05],
      [2.326347874, 0.99],
      [-3, 0.001349898],
      [4.5, 0.9999966023],
      [5.9, 0.9999999982],
      [-7, 0],
      [7, 1],
    ]
    for (const [x, share] of known) {
      expect(Math.abs(computeNormalShare(x) - share)).toBeLessThan(1e-7)
    }
  })

  test('behavior: the quantile is its inverse', () => {
    for (const share of [0.001, 0.05, 0.3, 0.5, 0.9, 0.9999]) {
      expect(Math.abs(computeNormalShare(computeNormalQuantile(share)) - share)).toBeLessThan(1e-9)
    }
    expect(computeNormalQuantile(0.975)).toBeCloseTo(1.959963985, 6)
  })
})
