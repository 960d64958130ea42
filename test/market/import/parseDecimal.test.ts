import { describe, expect, test } from 'vitest'
import { parseDecimal } from '../../../market/import/parseDecimal.ts'

describe('parseDecimal', () => {
  const cases: [text: string, digits: number, value: bigint | undefined][] = [
    ['1196.74', 6, 1_196_740_000n],
    ['-1.609e-05', 9, -16_090n],
    ['1.0844407250230467e+19', 0, 10_844_407_250_230_467_000n],
    ['53.089213505000004', 9, 53_089_213_505n],
    ['0.5', 0, 1n],
    ['-0.5', 0, -1n],
    ['0.4999', 0, 0n],
    ['.5', 1, 5n],
    ['5.', 0, 5n],
    ['0', 6, 0n],
  ]
  test.each(cases)('default: %s in units of 1e-%i', (text, digits, value) => {
    expect(parseDecimal(text, digits)).toBe(value)
  })

  const faults = ['', '.', 'NaN', 'inf', '-', '1,000', '0x10', '1e', '1e9999', ' 1']
  test.each(faults)('error: %j is no number', (text) => {
    expect(parseDecimal(text, 6)).toBeUndefined()
  })
})
