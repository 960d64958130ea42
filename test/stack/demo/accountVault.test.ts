import { describe, expect, test } from 'vitest'
import {
  type AccountOptions,
  accountVault,
  type PricedBlock,
} from '../../../stack/demo/accountVault.ts'

/** A block a minute. */
function createBlocks(...prices: number[]): PricedBlock[] {
  return prices.map((price, index) => ({ at: BigInt(index) * 60n, price }))
}

/** $1,000 and one unit at $1,000: half and half. */
const halves: Omit<AccountOptions, 'blocks'> = {
  start: { dollars: 1_000, units: 1 },
  fills: [],
  weight: 0.5,
  fee: 0.003,
  riskAversion: 50,
}

describe('accountVault', () => {
  test('default: what the target earned and what the drift earned are the change of value', () => {
    const account = accountVault({ ...halves, blocks: createBlocks(1_000, 800, 880) })
    expect(account).toMatchObject({ startValue: 2_000, endValue: 1_880, trades: 0, fee: 0, gas: 0 })
    // At $800 the vault has $1,800, of which 44.4 % is at risk; then the price rises by a tenth.
    const drift = 800 / 1_800 - 0.5
    expect(account.targetEarned).toBeCloseTo(-200 + 1_800 * 0.5 * 0.1, 9)
    expect(account.driftEarned).toBeCloseTo(1_800 * drift * 0.1, 9)
    expect(account.largestDrift).toBeCloseTo(-drift, 12)
    // Before the first move there was no drift, so only the second one was a risk.
    expect(account.risk).toBeCloseTo(25 * Math.log(1.1) ** 2 * drift ** 2 * 1_800, 9)
    expect(account.j).toBe(account.risk)
    // Half of the time at the target.
    expect(account.meanDrift).toBeCloseTo(-drift / Math.sqrt(2), 12)
  })

  test('default: a trade costs what the value falls by, of which the fee is the pool’s', () => {
    const fill = { at: 60n, dollars: -100, units: 0.12, gasDollars: 7 }
    const account = accountVault({
      ...halves,
      fills: [fill],
      blocks: createBlocks(1_000, 800, 800),
    })
    expect(account.trades).toBe(1)
    expect(account.fee).toBeCloseTo(0.3, 12)
    expect(account.impact).toBeCloseTo(100 - 96 - 0.3, 12)
    expect(account.gas).toBe(7)
    expect(account.endValue).toBeCloseTo(1_800 - 4, 9)
    expect(account.j).toBeCloseTo(4 + 7 + account.risk, 12)
  })

  test('behavior: a sale gives its fee in the asset', () => {
    const fill = { at: 60n, dollars: 97, units: -0.1, gasDollars: 0 }
    const blocks = createBlocks(1_000, 1_000, 1_000)
    const account = accountVault({ ...halves, fills: [fill], blocks })
    expect(account.fee).toBeCloseTo(0.3, 12)
    expect(account.impact).toBeCloseTo(2.7, 12)
  })

  test('behavior: gas without a trade counts, and what comes after the last block counts in it', () => {
    const reverted = { at: 60n, dollars: 0, units: 0, gasDollars: 3 }
    const late = { at: 999n, dollars: -100, units: 0.1, gasDollars: 2 }
    const fills = [reverted, late]
    const account = accountVault({ ...halves, fills, blocks: createBlocks(1_000, 900) })
    expect(account).toMatchObject({ trades: 1, gas: 5 })
    expect(account.endValue).toBeCloseTo(1_900 - 10, 9)
  })

  test('behavior: the parts add up to the change of value, whatever the way was', () => {
    const prices = Array.from({ length: 500 }, (_, index) => 1_000 + 300 * Math.sin(index / 17))
    const fills = [40n, 41n, 200n, 333n].map((minute, index) => ({
      at: minute * 60n,
      dollars: index % 2 === 0 ? -50 : 40,
      units: index % 2 === 0 ? 0.04 : -0.05,
      gasDollars: 1,
    }))
    const account = accountVault({ ...halves, fills, blocks: createBlocks(...prices) })
    const { startValue, endValue, targetEarned, driftEarned, fee, impact } = account
    expect(endValue - startValue).toBeCloseTo(targetEarned + driftEarned - fee - impact, 8)
  })

  test('error: nothing to begin with', () => {
    expect(() => accountVault({ ...halves, blocks: [] })).toThrow(RangeError)
  })
})
