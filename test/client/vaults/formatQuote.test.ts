import { describe, expect, test } from 'vitest'
import { formatQuote } from '../../../client/vaults/formatQuote.ts'

describe('formatQuote', () => {
  test('default: to the cent, whatever the decimals of the token', () => {
    expect(formatQuote(9_619_195_589_858n, { decimals: 6 })).toBe('$9,619,195.59')
    expect(formatQuote(5n * 10n ** 18n, { decimals: 18 })).toBe('$5')
    expect(formatQuote(1_005n, { decimals: 2 })).toBe('$10.05')
  })
})
