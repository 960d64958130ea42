import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPyramid } from '../../../web/charts/pyramid.ts'
import { cellAt, listPeriods, listRows } from '../../../web/charts/seenRows.ts'
import { arbitrarySeries, arbitraryWindow, cutWindow } from './support/arbitrarySeries.ts'

const BEGIN = 1_800_000_000
const force = {
  label: 'In force',
  isStep: true,
  pyramid: createPyramid(Float64Array.of(BEGIN, BEGIN + 60), Float64Array.of(5, 6)),
}
const measured = {
  label: 'Measured',
  isStep: false,
  pyramid: createPyramid(
    Float64Array.of(BEGIN + 30, BEGIN + 60, BEGIN + 60),
    Float64Array.of(1, 2, 3),
  ),
}

describe('seenRows', () => {
  test('default: a row per moment, values in force held, several points of a moment kept', () => {
    const marks = [{ at: BEGIN + 30, label: 'Push' }]
    const rows = listRows([force, measured], marks, { from: BEGIN + 10, to: BEGIN + 90 }, 200) ?? []
    expect(rows.map(({ at, marks }) => [at - BEGIN, marks])).toEqual([
      [0, []],
      [30, ['Push']],
      [60, []],
      [60, []],
    ])
    const cells = rows.map(({ at, points }) =>
      [force, measured].map((column, index) => cellAt(column, points[index], at)),
    )
    expect(cells).toEqual([
      [5, undefined],
      [5, 1],
      [6, 2],
      [6, 3],
    ])
  })

  test('behavior: more rows than somebody reads are none', () => {
    expect(listRows([force, measured], [], { from: BEGIN, to: BEGIN + 90 }, 3)).toBeUndefined()
  })

  test('behavior: periods are of a round length, without a hole, and lose no extreme', () => {
    fc.assert(
      fc.property(arbitrarySeries(300), arbitraryWindow, ({ times, values }, window) => {
        const range = cutWindow(times, window)
        const column = { label: 'A', isStep: false, pyramid: createPyramid(times, values) }
        const { periods, lengthSec } = listPeriods([column], [], range, 60)
        expect(periods.length).toBeLessThanOrEqual(61)
        expect(periods[0]?.from).toBe(range.from)
        expect(periods.at(-1)?.to).toBe(range.to)
        periods.slice(1).forEach(({ from }, index) => {
          expect(from).toBe(periods[index]?.to)
          expect(Math.abs(from % lengthSec)).toBe(0)
        })
        const seen = [...values].filter(
          (value, index) =>
            Number.isFinite(value) &&
            (times[index] as number) >= range.from &&
            (times[index] as number) <= range.to,
        )
        const cells = periods.flatMap(({ cells: [cell] }) => (cell === undefined ? [] : [cell]))
        expect(Math.min(...cells.map(({ lowest }) => lowest))).toBe(Math.min(...seen))
        expect(Math.max(...cells.map(({ highest }) => highest))).toBe(Math.max(...seen))
      }),
    )
  })

  test('behavior: a period without a point has the value in force', () => {
    const { periods } = listPeriods([force], [], { from: BEGIN + 60, to: BEGIN + 600 }, 60)
    expect(periods.at(-1)?.cells).toEqual([{ lowest: 6, highest: 6, last: 6 }])
  })
})
