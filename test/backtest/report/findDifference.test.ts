import { expect, test } from 'vitest'
import { findDifference } from '../../../backtest/report/findDifference.ts'

test('default', () => {
  const left = { b: 1, a: [{ c: 1 }, { c: 2 }] }
  expect(findDifference(left, { a: [{ c: 1 }, { c: 2 }], b: 1 })).toBeUndefined()
  expect(findDifference(left, { a: [{ c: 1 }, { c: 3 }], b: 2 })).toEqual({
    path: 'a.1.c',
    left: '2',
    right: '3',
  })
})

test.each([
  [{ a: 1 }, {}, 'a'],
  [{}, { a: { b: 1 } }, 'a'],
  [[1], [1, 2], '1'],
  [[1], { 0: 1 }, ''],
  [{ a: null }, { a: {} }, 'a'],
  ['1', 1, ''],
])('behavior: %j and %j differ at %j', (left, right, path) => {
  expect(findDifference(left, right)?.path).toBe(path)
})
