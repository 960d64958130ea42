import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeFees, raiseFees } from '../../../bot/submit/fees.ts'

const GWEI = 1_000_000_000n
const wei = fc.bigInt({ min: 0n, max: 100_000n * GWEI })

describe('computeFees', () => {
  test('default: the base fee after twelve full blocks and the tip', () => {
    const fees = computeFees({ baseFeePerGas: 8n ** 12n, tipPerGas: GWEI, budgetPerGas: 2n ** 80n })
    expect(fees).toEqual({ maxFeePerGas: 9n ** 12n + GWEI, maxPriorityFeePerGas: GWEI })
  })

  test('behavior: never above the budget, the tip neither', () => {
    const budgetPerGas = 50n * GWEI
    expect(computeFees({ baseFeePerGas: 40n * GWEI, tipPerGas: GWEI, budgetPerGas })).toEqual({
      maxFeePerGas: budgetPerGas,
      maxPriorityFeePerGas: GWEI,
    })
    expect(computeFees({ baseFeePerGas: 0n, tipPerGas: 60n * GWEI, budgetPerGas })).toEqual({
      maxFeePerGas: budgetPerGas,
      maxPriorityFeePerGas: budgetPerGas,
    })
  })

  test('behavior: twelve full blocks in a row, as EIP-1559 raises the base fee, never outgrow it', () => {
    const property = fc.property(wei, wei, (baseFeePerGas, tipPerGas) => {
      const { maxFeePerGas } = computeFees({ baseFeePerGas, tipPerGas, budgetPerGas: 2n ** 90n })
      let later = baseFeePerGas
      for (let block = 0; block < 12; block++) {
        // Without the rule of at least 1 wei, which only counts below 8 wei.
        later += later / 8n
      }
      expect(maxFeePerGas).toBeGreaterThanOrEqual(later + tipPerGas)
    })
    fc.assert(property, { seed: 6, numRuns: 500 })
  })
})

describe('raiseFees', () => {
  const budget = 2n ** 90n

  test('default: both fees by an eighth, rounded up', () => {
    const sent = { maxFeePerGas: 81n, maxPriorityFeePerGas: 9n }
    expect(raiseFees(sent, { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }, budget)).toEqual({
      maxFeePerGas: 92n,
      maxPriorityFeePerGas: 11n,
    })
  })

  test('behavior: the market has moved further', () => {
    const sent = { maxFeePerGas: 80n, maxPriorityFeePerGas: 8n }
    expect(raiseFees(sent, { maxFeePerGas: 200n, maxPriorityFeePerGas: 5n }, budget)).toEqual({
      maxFeePerGas: 200n,
      maxPriorityFeePerGas: 9n,
    })
    expect(raiseFees(sent, { maxFeePerGas: 50n, maxPriorityFeePerGas: 300n }, budget)).toEqual({
      maxFeePerGas: 300n,
      maxPriorityFeePerGas: 300n,
    })
  })

  test('behavior: up to the budget, and not a wei above it', () => {
    const sent = { maxFeePerGas: 80n, maxPriorityFeePerGas: 8n }
    expect(raiseFees(sent, sent, 90n)).toEqual({ maxFeePerGas: 90n, maxPriorityFeePerGas: 9n })
    expect(raiseFees(sent, sent, 89n)).toBeUndefined()
  })

  test('behavior: a replacement offers at least a tenth more, as nodes require', () => {
    const property = fc.property(wei, wei, (tip, above) => {
      const sent = { maxFeePerGas: tip + above, maxPriorityFeePerGas: tip }
      const raised = raiseFees(sent, sent, budget)
      for (const fee of ['maxFeePerGas', 'maxPriorityFeePerGas'] as const) {
        expect((raised?.[fee] ?? 0n) * 10n).toBeGreaterThanOrEqual(sent[fee] * 11n)
      }
      expect(raised?.maxFeePerGas).toBeGreaterThanOrEqual(raised?.maxPriorityFeePerGas ?? budget)
    })
    fc.assert(property, { seed: 6, numRuns: 500 })
  })
})
