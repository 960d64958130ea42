import { expect, test } from 'vitest'
import { roundUsd6 } from '../../strategy/roundUsd6.ts'

test.each([
  [0.5, 1],
  [-0.5, -1],
  [1.4999, 1],
  [-2.5, -3],
  [0.49999999999999994, 0],
  [-0.2, 0],
  [-0, 0],
  [2 ** 53 - 1, 2 ** 53 - 1],
])('roundUsd6 default: %d to %d, half away from zero', (amount, rounded) => {
  expect(roundUsd6(amount)).toBe(rounded)
})
