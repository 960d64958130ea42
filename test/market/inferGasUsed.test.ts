import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FeeRule, inferGasUsedPips } from '../../market/inferGasUsed.ts'

const ethereum: FeeRule = { blockSec: 12, gasTargetPips: 500_000, baseFeeDenominator: 8 }
const polygon2023: FeeRule = { blockSec: 2, gasTargetPips: 500_000, baseFeeDenominator: 16 }

describe('inferGasUsedPips', () => {
  test('default: finds how full blocks were that moved the price by the fee rule', () => {
    const rule = fc.record({
      blockSec: fc.constantFrom(0.25, 1, 2, 12),
      gasTargetPips: fc.integer({ min: 100_000, max: 900_000 }),
      baseFeeDenominator: fc.integer({ min: 8, max: 250 }),
    })
    fc.assert(
      fc.property(rule, fc.integer({ min: 0, max: 1_000_000 }), (given, pips) => {
        const { blockSec, gasTargetPips, baseFeeDenominator } = given
        const factor = 1 + (pips / gasTargetPips - 1) / baseFeeDenominator
        const after = 20e9 * factor ** (60 / blockSec)
        const got = inferGasUsedPips(20e9, after, 60, given)
        expect(Math.abs((got ?? Number.NaN) - pips)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('behavior: a leap means full blocks, a fall empty ones, the same price the target', () => {
    expect(inferGasUsedPips(20e9, 2_000e9, 60, ethereum)).toBe(1_000_000)
    expect(inferGasUsedPips(20e9, 1, 60, ethereum)).toBe(0)
    expect(inferGasUsedPips(20e9, 20e9, 60, polygon2023)).toBe(500_000)
    expect(inferGasUsedPips(20e9, 40e9, 60, polygon2023)).toBe(686_991)
  })

  test('behavior: a chain without a fee rule says nothing', () => {
    expect(inferGasUsedPips(1, 2, 60, { ...ethereum, baseFeeDenominator: 0 })).toBeUndefined()
  })
})
