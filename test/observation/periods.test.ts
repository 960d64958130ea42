import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  computeNextSegmentStart,
  computeSegmentStart,
  isHourEnd,
} from '../../observation/periods.ts'

const cases = fc.tuple(fc.bigInt(10n ** 9n, 2n ** 40n), fc.bigInt(0n, 119n))

test('computeSegmentStart default: offset + 120 * floor((at - offset) / 120)', () => {
  fc.assert(
    fc.property(cases, ([at, offsetSec]) => {
      const start = computeSegmentStart(at, offsetSec)
      return (start - offsetSec) % 120n === 0n && start <= at && at < start + 120n
    }),
  )
})

test('computeNextSegmentStart default: the first start that is not before the time', () => {
  fc.assert(
    fc.property(cases, ([at, offsetSec]) => {
      const start = computeNextSegmentStart(at, offsetSec)
      return (start - offsetSec) % 120n === 0n && start >= at && start < at + 120n
    }),
  )
})

test('isHourEnd default: every thirtieth segment ends an hour, which begins at the offset', () => {
  const ends = Array.from({ length: 60 }, (_, index) => 3_600_011n + 120n * BigInt(index))
  expect(ends.filter((endAt) => isHourEnd(endAt, 11n))).toEqual([3_600_011n, 3_603_611n])
  expect(ends.filter((endAt) => isHourEnd(endAt, 0n))).toEqual([])
})
