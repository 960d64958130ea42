import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountVault } from '../../../stack/demo/accountVault.ts'
import { accountPosition, type PositionSample } from '../../../stack/portfolio/accountPosition.ts'
import { scaled, testSeed } from '../../generators/random.ts'

const sample = (at: number, price: number, drift: number): PositionSample => {
  return { at: BigInt(at), price, value: 1_000, held: drift * 1_000 - 400, target: -400 }
}

describe('accountPosition', () => {
  test('default: half of gamma, by the squares of drift and return, of the value', () => {
    const samples = [sample(0, 100, 0.1), sample(12, 110, 0.1), sample(24, 110, 0.3)]
    const account = accountPosition({ samples, cost: 3, gas: 2, riskAversion: 50 })
    const risk = 25 * Math.log(1.1) ** 2 * 0.1 ** 2 * 1_000
    expect(account.risk).toBeCloseTo(risk, 9)
    expect(account.j).toBeCloseTo(risk + 5, 9)
    expect(account).toMatchObject({ startValue: 1_000, endValue: 1_000 })
    expect(account.largestDrift).toBeCloseTo(0.3, 9)
    // The last drift has lasted no time yet.
    expect(account.meanDrift).toBeCloseTo(0.1, 9)
    expect(account.trackingError).toBeCloseTo(0, 9)
  })

  test('default: a drift that is half the time on either side is all tracking error', () => {
    const samples = [sample(0, 100, 0.1), sample(12, 100, -0.1), sample(24, 100, 0)]
    const account = accountPosition({ samples, cost: 0, gas: 0, riskAversion: 50 })
    expect([account.meanDrift, account.trackingError]).toEqual([0, expect.closeTo(0.1, 9)])
  })

  test('behavior: risk is that of a vault on a pool alone, for the same holdings and prices', () => {
    const price = fc.double({ min: 500, max: 5_000, noNaN: true })
    fc.assert(
      fc.property(fc.array(price, { minLength: 2, maxLength: 20 }), (prices) => {
        const start = { dollars: 5_000, units: 2 }
        const blocks = prices.map((one, at) => ({ at: BigInt(at * 12), price: one }))
        const mix = accountVault({
          blocks,
          start,
          fills: [],
          weight: 0.5,
          fee: 0,
          riskAversion: 50,
        })
        const samples = blocks.map(({ at, price: now }): PositionSample => {
          const value = start.dollars + start.units * now
          return { at, price: now, value, held: start.units * now, target: value / 2 }
        })
        const account = accountPosition({ samples, cost: 0, gas: 0, riskAversion: 50 })
        expect(account.risk).toBeCloseTo(mix.risk, 6)
        expect(account.endValue).toBeCloseTo(mix.endValue, 6)
      }),
      { seed: testSeed(), numRuns: scaled(200) },
    )
  })

  test('error: nothing was seen', () => {
    expect(() => accountPosition({ samples: [], cost: 0, gas: 0, riskAversion: 1 })).toThrow(
      RangeError,
    )
  })
})
