import { expect, test } from 'vitest'
import {
  formatBp,
  formatInterval,
  formatPips,
  formatSigned,
  formatUsd6,
} from '../../../backtest/report/formatFigures.ts'

test('default', () => {
  expect(['0.000000', '-0.010000', '12.345678', '999.960000', '1234.500000'].map(formatBp)).toEqual(
    ['0.0', '0.0', '12.3', '1,000.0', '1,235'],
  )
  expect([1e5, 2_145_698, -414_748].map(formatBp)).toEqual(['100K', '2.146M', '-414.7K'])
})

test('behavior: a difference has its sign, nothing has none', () => {
  expect(['3.200000', '-3.200000', '0.010000', '0.000000'].map(formatSigned)).toEqual([
    '+3.2',
    '-3.2',
    '0.0',
    '0.0',
  ])
})

test('behavior: an interval of one day is none', () => {
  expect(formatInterval('-1.000000', '2.000000')).toBe('-1.0 to 2.0')
  expect(formatInterval('2.000000', '2.000000')).toBe('')
})

test('behavior: shares in percent, money in dollars', () => {
  expect(formatPips('12345.000000')).toBe('1.23 %')
  expect([1_234_567_890_000, -1_600_000].map(formatUsd6)).toEqual(['$1,234,568', '-$2'])
})
