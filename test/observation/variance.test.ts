import { describe, expect, test } from 'vitest'
import {
  computeHourVarianceWad,
  VARIANCE_SEGMENTS,
  VARIANCE_WAD_PER_TICK_SQUARED,
} from '../../observation/variance.ts'
import { Random } from '../generators/random.ts'

describe('computeHourVarianceWad', () => {
  test('default: the weight is 3/2 (ln 1.0001)^2 8,766, rounded down, from 40 digits', () => {
    // ln(1 + x) = 2 artanh(x / (2 + x)), in units of 1e-60.
    const one = 10n ** 60n
    const ratio = one / 20_001n
    let [power, logarithm] = [ratio, 0n]
    for (let odd = 1n; power > 0n; odd += 2n) {
      logarithm += (2n * power) / odd
      power = (((power * ratio) / one) * ratio) / one
    }
    const weight = (3n * logarithm * logarithm * 8_766n * 10n ** 18n) / (2n * one * one)
    expect(VARIANCE_WAD_PER_TICK_SQUARED).toBe(weight)
    // Some digits of the real number, computed elsewhere.
    expect(`${(3n * logarithm ** 2n * 8_766n * 10n ** 43n) / (2n * one * one)}`).toBe(
      '1314768522052154350069296552257555938920',
    )
  })

  test('default: the sum of 30 squared steps, whichever way they go', () => {
    const flat = new Array<bigint>(VARIANCE_SEGMENTS).fill(-201_800n)
    expect(computeHourVarianceWad(flat)).toBe(0n)
    expect(computeHourVarianceWad(flat.with(30, -201_793n))).toBe(
      49n * VARIANCE_WAD_PER_TICK_SQUARED,
    )
    expect(computeHourVarianceWad(flat.with(0, -201_807n))).toBe(
      49n * VARIANCE_WAD_PER_TICK_SQUARED,
    )
    expect(computeHourVarianceWad(flat.with(9, -201_807n))).toBe(
      98n * VARIANCE_WAD_PER_TICK_SQUARED,
    )
  })

  test('behavior: on a random walk it estimates the variance of the walk', () => {
    const random = new Random(1)
    const hours = 2_000
    let sum = 0n
    let tick = 0
    let means: bigint[] = []
    for (let segment = 0; segment < 30 * hours; segment += 1) {
      let ticks = 0
      // 1 up or down each second: the variance of an hour is 3,600 squared ticks.
      for (let second = 0; second < 120; second += 1) {
        tick += random.chance(0.5) ? 1 : -1
        ticks += tick
      }
      means = [...means, BigInt(Math.floor(ticks / 120))].slice(-VARIANCE_SEGMENTS)
      if (segment % 30 === 29 && segment > 30) sum += computeHourVarianceWad(means)
    }
    const real = 3_600 * Math.log1p(1e-4) ** 2 * 8_766
    expect(Number(sum) / 1e18 / (hours - 1) / real).toBeGreaterThan(0.98)
    expect(Number(sum) / 1e18 / (hours - 1) / real).toBeLessThan(1.02)
  })
})
