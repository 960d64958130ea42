import { expect, test } from 'vitest'
import { formatEther } from '../../client/formatEther.ts'

test.each([
  [100_000_000_000_000_000n, '0.1 ether'],
  [0n, '0 ether'],
  [1n, '0.000000000000000001 ether'],
  [9_999_999_876_543_210_000_000n, '10000 ether'],
])('default: %i wei are %s', (wei, text) => {
  expect(formatEther(wei)).toBe(text)
})

test('behavior: what is asked for is rounded up, what is there is rounded down', () => {
  expect(formatEther(1_234_567_000_000_000_001n)).toBe('1.23457 ether')
  expect(formatEther(1_234_567_000_000_000_001n, 'down')).toBe('1.23456 ether')
})
