import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitFigure } from '../../../cli/io/fitFigure.ts'
import {
  fitCount,
  fitGwei,
  fitPerDay,
  formatClock,
  formatDay,
  formatEndClock,
} from '../../../cli/start/figures.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { at } from './support/frames.ts'

describe('figures', () => {
  test('default: right-aligned, with thousands separators', () => {
    expect(fitFigure(22_300_000_000_000n, 1e12, 1, 8)).toBe('    22.3')
    expect(fitCount(1_340, 7)).toBe('  1,340')
    expect(fitGwei(7_069_000_000_000n, 8)).toBe('   7,069')
  })

  test('behavior: too narrow, decimals go first, then it becomes a power of ten', () => {
    expect(fitFigure(123_456n, 1e2, 2, 8)).toBe('1,234.56')
    expect(fitFigure(123_456n, 1e2, 2, 7)).toBe('1,234.6')
    expect(fitFigure(12_345_678n, 1, 2, 7)).toBe('  1.2e7')
  })

  test(
    'behavior: never wider than it may be, whatever the size',
    () => {
      fc.assert(
        fc.property(
          fc.bigInt({ min: 0n, max: 2n ** 256n }),
          fc.constantFrom(1, 1e4, 1e6, 86_400, 1e12),
          fc.nat({ max: 3 }),
          fc.integer({ min: 6, max: 16 }),
          (value, scale, decimals, width) => {
            const text = fitFigure(value, scale, decimals, width)
            expect(text).toHaveLength(width)
            const read = Number(text.replaceAll(',', ''))
            expect(Math.abs(read - Number(value) / scale)).toBeLessThanOrEqual(
              Math.max(0.5, (0.05 * Number(value)) / scale),
            )
          },
        ),
        { numRuns: scaled(300), seed: testSeed() },
      )
    },
    scaledTimeout,
  )

  test('behavior: percent a day does not depend on the epoch, and is a dash without one', () => {
    expect(fitPerDay(13n, 600n, 6)).toBe('  0.19')
    expect(fitPerDay(26n, 1_200n, 6)).toBe('  0.19')
    expect(fitPerDay(0n, 0n, 6)).toBe('     -')
  })

  test('behavior: a cheap gas price has decimals', () => {
    expect(fitGwei(7_000_000n, 8)).toBe('   0.007')
  })

  test('default: times are UTC, and a day ends at 24:00', () => {
    expect(formatClock(at('21:48'))).toBe('21:48')
    expect(formatDay(at('21:48'))).toBe('2023-08-17')
    expect(formatEndClock(at('22:20'))).toBe('22:20')
    expect(formatEndClock(at('00:00') + 86_400n)).toBe('24:00')
  })
})
