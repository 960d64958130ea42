import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TimeRange } from '../../../web/charts/chart.ts'
import { createPyramid, type Pyramid } from '../../../web/charts/pyramid.ts'
import { isJoined, sampleColumns } from '../../../web/charts/sampleColumns.ts'
import { arbitrarySeries, arbitraryWindow, cutWindow } from './support/arbitrarySeries.ts'

/** In which pixel column a moment is drawn. */
function columnOf(at: number, { from, to }: TimeRange, columns: number): number {
  let column = 0
  while (column < columns - 1 && at >= from + ((to - from) * (column + 1)) / columns) column++
  return column
}

/** First, lowest, highest and last value of each column, of all points or of some. */
function summarize(
  { times, values }: Pyramid,
  indices: Iterable<number>,
  range: TimeRange,
  columns: number,
): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (const index of indices) {
    const [at, value] = [times[index] as number, values[index] as number]
    if (!Number.isFinite(value) || at < range.from || at > range.to) continue
    const column = columnOf(at, range, columns)
    const [first = value, lowest = value, highest = value] = found.get(column) ?? []
    found.set(column, [first, Math.min(lowest, value), Math.max(highest, value), value])
  }
  return found
}

describe('sampleColumns', () => {
  test('P-134 each pixel column keeps its first, lowest, highest and last value', () => {
    fc.assert(
      fc.property(
        arbitrarySeries(300),
        arbitraryWindow,
        fc.integer({ min: 1, max: 30 }),
        ({ times, values }, window, columns) => {
          const pyramid = createPyramid(times, values)
          const range = cutWindow(times, window)
          const indices = sampleColumns([pyramid], range, columns)
          const summary = summarize(pyramid, indices, range, columns)
          expect(summary).toEqual(summarize(pyramid, values.keys(), range, columns))
          expect(indices.length).toBeLessThanOrEqual(4 * columns + 2)
          expect([...indices]).toEqual([...new Set(indices)].sort((a, b) => a - b))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('P-134 both edges of a corridor keep theirs at the same points', () => {
    fc.assert(
      fc.property(
        arbitrarySeries(300),
        arbitraryWindow,
        fc.integer({ min: 1, max: 20 }),
        ({ times, values }, window, columns) => {
          const lower = createPyramid(times, values)
          const upper = createPyramid(
            times,
            values.map((value, index) => value + ((index * 7919) % 13)),
          )
          const range = cutWindow(times, window)
          const indices = sampleColumns([lower, upper], range, columns)
          for (const edge of [lower, upper]) {
            const summary = summarize(edge, indices, range, columns)
            expect(summary).toEqual(summarize(edge, values.keys(), range, columns))
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('behavior: a line reaches the edges of the window, from the points on either side', () => {
    const times = Float64Array.of(0, 100, 200, 300, 400)
    const pyramid = createPyramid(times, Float64Array.of(1, 2, 3, 4, 5))
    expect([...sampleColumns([pyramid], { from: 150, to: 250 }, 10)]).toEqual([1, 2, 3])
    expect([...sampleColumns([pyramid], { from: 110, to: 190 }, 10)]).toEqual([1, 2])
    expect([...sampleColumns([pyramid], { from: 500, to: 600 }, 10)]).toEqual([4])
  })

  test('behavior: two drawn points are joined if and only if no value is missing between them', () => {
    fc.assert(
      fc.property(arbitrarySeries(200), arbitraryWindow, ({ times, values }, window) => {
        const pyramid = createPyramid(times, values)
        const indices = sampleColumns([pyramid], cutWindow(times, window), 7)
        for (let at = 1; at < indices.length; at++) {
          const [index, next] = [indices[at - 1] as number, indices[at] as number]
          const isWhole = values.subarray(index, next).every((value) => Number.isFinite(value))
          expect(isJoined(pyramid, index, next)).toBe(isWhole)
        }
      }),
    )
  })

  test('behavior: a hundred thousand points on a thousand pixels are four thousand at most', () => {
    const count = 100_000
    const pyramid = createPyramid(
      Float64Array.from({ length: count }, (_, index) => index * 12),
      Float64Array.from({ length: count }, (_, index) => Math.sin(index) * Math.cos(index / 77)),
    )
    for (const share of [1, 0.5, 0.1, 0.01]) {
      const length = count * 12 * share
      const indices = sampleColumns([pyramid], { from: 777, to: 777 + length }, 1_000)
      expect(indices.length).toBeLessThanOrEqual(4_002)
      expect(indices.length).toBeGreaterThan(900)
    }
  })
})
