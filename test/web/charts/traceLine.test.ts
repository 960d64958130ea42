import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SeriesKind } from '../../../web/charts/chart.ts'
import { toEdges, toLine } from '../../../web/charts/lines.ts'
import { type Polyline, traceCorridor, traceLine } from '../../../web/charts/traceLine.ts'
import { arbitrarySeries, arbitraryWindow, cutWindow } from './support/arbitrarySeries.ts'

const area = { left: 40, top: 10, width: 100, height: 100, ratio: 1 }
const window = {
  range: { from: 0, to: 100 },
  valueRange: { min: 0, max: 100 },
  isLog: false,
  holdTo: 100,
}
const kind: SeriesKind = 'force'

function line(shape: 'step' | 'line', times: number[], values: number[]) {
  const made = { times: Float64Array.from(times), values: Float64Array.from(values) }
  return toLine({ label: 'A', kind, shape, times: made.times, values: made.values })
}

/** Back from pixels: time and value of each corner. */
function toPoints(piece: Polyline): [number, number][] {
  return Array.from({ length: piece.length / 2 }, (_, at) => [
    (piece[2 * at] as number) - 40,
    110 - (piece[2 * at + 1] as number),
  ])
}

describe('traceLine', () => {
  test('P-134 what is drawn in each column spans from its lowest to its highest value', () => {
    fc.assert(
      fc.property(
        arbitrarySeries(300),
        arbitraryWindow,
        fc.constantFrom('step' as const, 'line' as const),
        ({ times, values }, part, shape) => {
          const range = cutWindow(times, part)
          const { pieces, dots } = traceLine(
            toLine({ label: 'A', kind, shape, times, values }),
            { range, valueRange: { min: -100, max: 100 }, isLog: false, holdTo: range.to },
            area,
            14,
          )
          const corners = (piece: Polyline) =>
            Array.from({ length: piece.length / 2 }, (_, at) => [
              piece[2 * at] as number,
              piece[2 * at + 1] as number,
            ])
          // Corners, and level parts, which have no corner in most of their columns.
          const levels = pieces.flatMap((piece) => {
            const own = corners(piece)
            return own.flatMap(([x = 0, y], at) => {
              const [toX = 0, toY] = own[at + 1] ?? []
              return toY === y ? [[x, toX, y]] : [[x, x, y]]
            })
          })
          const drawn = [...levels, ...corners(dots).map(([x, y]) => [x, x, y])]
          const perSec = area.width / (range.to - range.from)
          for (let column = 0; column < area.width; column++) {
            const left = range.from + column / perSec
            const right = range.from + (column + 1) / perSec
            const own = [...values].filter((value, index) => {
              const at = times[index] as number
              return Number.isFinite(value) && at >= left && at < right && at <= range.to
            })
            if (own.length === 0) continue
            for (const value of [Math.min(...own), Math.max(...own), own[0], own.at(-1)]) {
              const y = area.top + area.height * (1 - ((value as number) + 100) / 200)
              const isThere = drawn.some(
                ([begin = 0, end = 0, drawnY]) =>
                  drawnY === y &&
                  end >= area.left + column - 1e-6 &&
                  begin <= area.left + column + 1 + 1e-6,
              )
              expect(isThere, `${value} in column ${column}`).toBe(true)
            }
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('behavior: a value in force holds until the next one, and the last one until the end of what is known', () => {
    const { pieces } = traceLine(line('step', [10, 30], [20, 50]), window, area, 14)
    expect(pieces.map(toPoints)).toEqual([
      [
        [10, 20],
        [30, 20],
        [30, 50],
        [100, 50],
      ],
    ])
  })

  test('behavior: a value in force from before the window is there from its beginning on', () => {
    const later = { ...window, range: { from: 1_000, to: 1_100 }, holdTo: 1_100 }
    const { pieces } = traceLine(line('step', [10, 1_050], [20, 50]), later, area, 14)
    const [[first, ...rest] = []] = pieces.map(toPoints)
    expect(first).toEqual([-40, 20])
    expect(rest).toEqual([
      [50, 20],
      [50, 50],
      [100, 50],
    ])
  })

  test('behavior: a line is cut off far outside where it crosses there, not bent', () => {
    const { pieces } = traceLine(line('line', [-1_000, 50, 5_000], [0, 50, 50]), window, area, 14)
    const [[first, middle, last] = []] = pieces.map(toPoints)
    expect(first?.[0]).toBe(-40)
    expect(first?.[1]).toBeCloseTo((960 / 1_050) * 50, 9)
    expect([middle, last]).toEqual([
      [50, 50],
      [140, 50],
    ])
  })

  test('behavior: a missing value ends a line, and a value in force where it is missing', () => {
    const gap = Number.NaN
    const times = [0, 20, 40, 60]
    const joined = traceLine(line('line', times, [10, gap, 30, 40]), window, area, 99)
    expect(joined.pieces.map(toPoints)).toEqual([
      [[0, 10]],
      [
        [40, 30],
        [60, 40],
      ],
    ])
    expect(toPoints(joined.dots)).toEqual([[0, 10]])
    const held = traceLine(line('step', times, [10, gap, 30, 30]), window, area, 99)
    expect(held.pieces.map(toPoints)).toEqual([
      [
        [0, 10],
        [20, 10],
      ],
      [
        [40, 30],
        [100, 30],
      ],
    ])
  })

  test('behavior: on a logarithmic scale, 0 and less stand at the lower edge', () => {
    const log = { ...window, valueRange: { min: 1, max: 100 }, isLog: true }
    const { pieces } = traceLine(line('line', [0, 50, 100], [0, 10, -5]), log, area, 14)
    expect(pieces.map(toPoints)).toEqual([
      [
        [0, 0],
        [50, 50],
        [100, 0],
      ],
    ])
  })

  test('behavior: a corridor is whole only where both of its edges are known', () => {
    const edges = toEdges({
      label: 'Bounds',
      times: Float64Array.of(0, 30, 60),
      lower: Float64Array.of(10, Number.NaN, 20),
      upper: Float64Array.of(40, 50, 60),
    })
    const pieces = traceCorridor(edges, window, area)
    expect(pieces.map(({ lower, upper }) => [toPoints(lower), toPoints(upper)])).toEqual([
      [
        [
          [0, 10],
          [30, 10],
        ],
        [
          [0, 40],
          [30, 40],
        ],
      ],
      [
        [
          [60, 20],
          [100, 20],
        ],
        [
          [60, 60],
          [100, 60],
        ],
      ],
    ])
  })
})
