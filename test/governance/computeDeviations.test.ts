import { describe, expect, test } from 'vitest'
import { parameterMax } from '../../core/index.ts'
import { computeDeviations } from '../../governance/computeDeviations.ts'
import { fill } from '../bot/support/defaultInput.ts'

describe('computeDeviations', () => {
  test('default: the share of the value in force, either way, rounded up', () => {
    const from = fill(300n)
    expect(computeDeviations(from, { ...from, bandPips: 301n, guardPips: 299n })).toEqual({
      ...fill(0n),
      bandPips: 3_334n,
      guardPips: 3_334n,
    })
  })

  test('behavior: from zero it counts in units of one', () => {
    expect(computeDeviations(fill(0n), fill(2n))).toEqual(fill(2_000_000n))
  })

  test('behavior: the ends of the types', () => {
    const { maxTradeUsd } = parameterMax
    expect(computeDeviations(parameterMax, fill(0n))).toEqual(fill(1_000_000n))
    expect(computeDeviations(fill(0n), parameterMax).maxTradeUsd).toBe(maxTradeUsd * 1_000_000n)
    expect(computeDeviations(fill(maxTradeUsd), fill(maxTradeUsd - 1n)).maxTradeUsd).toBe(1n)
  })
})
