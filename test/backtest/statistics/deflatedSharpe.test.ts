import { describe, expect, test } from 'vitest'
import {
  computeDeflatedSharpe,
  computeExpectedMaximum,
  computeMoments,
} from '../../../backtest/statistics/deflatedSharpe.ts'
import { createNormal } from '../support/createSeries.ts'

describe('computeDeflatedSharpe', () => {
  test('default: the numerical example of Bailey and Lopez de Prado', () => {
    // A Sharpe ratio of 2.5 a year over five years of 250 days, the best of 100 trials with a variance of 1/2 a year.
    const moments = { count: 1_250, sharpe: 2.5 / Math.sqrt(250), skewness: -3, kurtosis: 10 }
    const variance = 0.5 / 250
    expect(Math.sqrt(variance) * computeExpectedMaximum(100)).toBeCloseTo(0.1132, 3)
    expect(computeDeflatedSharpe(moments, 100, variance)).toBeCloseTo(0.9004, 3)
    expect(computeDeflatedSharpe(moments, 46, variance)).toBeCloseTo(0.9505, 3)
  })

  test('behavior: the more trials, the less it is worth; one trial is not deflated', () => {
    const moments = { count: 200, sharpe: 0.15, skewness: 0, kurtosis: 3 }
    const of = (trials: number) => computeDeflatedSharpe(moments, trials, 0.005)
    expect(of(2)).toBeLessThan(of(1))
    expect(of(100)).toBeLessThan(of(10))
    expect(of(1)).toBe(computeDeflatedSharpe(moments, 1, 0))
  })

  test('behavior: the best of a hundred draws is about 2.5 above their mean', () => {
    const normal = createNormal(41n)
    let sum = 0
    for (let world = 0; world < 400; world++) {
      sum += Math.max(...Array.from({ length: 100 }, normal))
    }
    expect(Math.abs(sum / 400 - computeExpectedMaximum(100))).toBeLessThan(0.1)
  })

  test('behavior: moments of a small case by hand, none of a constant', () => {
    expect(computeMoments([1, 3])).toEqual({ count: 2, sharpe: 2, skewness: 0, kurtosis: 1 })
    const skewed = computeMoments([0, 0, 0, 4])
    expect(skewed?.sharpe).toBeCloseTo(1 / Math.sqrt(3), 12)
    expect(skewed?.skewness).toBeCloseTo(6 / 3 ** 1.5, 12)
    expect(skewed?.kurtosis).toBeCloseTo(21 / 9, 12)
    expect(computeMoments([2, 2, 2])).toBeUndefined()
  })
})
