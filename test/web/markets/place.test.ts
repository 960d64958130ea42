import { describe, expect, test } from 'vitest'
import { parameterMax } from '../../../core/index.ts'
import { chooseRange, describePlace } from '../../../web/markets/place.ts'

describe('describePlace', () => {
  test.each([
    ['bandPips', 20_000n, 'at its loosest bound'],
    ['bandPips', 60_000n, 'at its tightest bound'],
    ['bandPips', 25_000n, 'in the loose third of its bounds'],
    ['bandPips', 40_000n, 'in the middle of its bounds'],
    ['bandPips', 55_000n, 'in the tight third of its bounds'],
    ['lotPips', 20_000n, 'at its tightest bound'],
    ['lotPips', 25_000n, 'in the tight third of its bounds'],
    ['lotPips', 55_000n, 'in the loose third of its bounds'],
  ] as const)('default: %s of %d', (field, value, words) => {
    expect(describePlace(field, value, 20_000n, 60_000n)).toBe(words)
  })

  test('behavior: bounds far apart are read by orders of magnitude, as they are drawn', () => {
    expect(describePlace('lotPips', 1_000n, 10n, 1_000_000n)).toBe('in the middle of its bounds')
    expect(describePlace('lotPips', 500_000n, 0n, 1_000_000n)).toBe(
      'in the loose third of its bounds',
    )
  })

  test('behavior: bounds that leave no choice, and those that are none', () => {
    expect(describePlace('lotPips', 5n, 5n, 5n)).toBe('fixed by its bounds')
    const { maxTradeUsd, intervalSec } = parameterMax
    expect(describePlace('maxTradeUsd', 5n, 0n, maxTradeUsd)).toBe('no bound towards loose')
    expect(describePlace('intervalSec', 90n, 60n, intervalSec)).toBe('no bound towards tight')
    expect(describePlace('intervalSec', 60n, 60n, intervalSec)).toBe('at its loosest bound')
  })
})

describe('chooseRange', () => {
  test('default: the bounds, wider where a value lies outside', () => {
    expect(chooseRange('bandPips', 20_000n, 60_000n, [30_000n])).toEqual({
      min: 20_000n,
      max: 60_000n,
      isLog: false,
      isOpen: false,
    })
    expect(chooseRange('bandPips', 20_000n, 60_000n, [1_000n, 90_000n])).toMatchObject({
      min: 1_000n,
      max: 90_000n,
    })
  })

  test('behavior: a logarithmic range from 0 begins three orders below its end; an open one ends beyond the values', () => {
    expect(chooseRange('aggressivenessPips', 0n, 10_000n, [854n])).toEqual({
      min: 10n,
      max: 10_000n,
      isLog: true,
      isOpen: false,
    })
    const open = chooseRange('maxTradeUsd', 0n, parameterMax.maxTradeUsd, [1_000n, 2_000n])
    expect(open).toMatchObject({ max: 8_000n, isOpen: true })
  })
})
