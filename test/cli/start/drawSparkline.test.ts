import { describe, expect, test } from 'vitest'
import { drawProgress, drawSparkline, type Scale } from '../../../cli/start/drawSparkline.ts'

const rising: Scale = { choose: Math.max, decades: 1, calmEnd: 'bottom' }
const span = { fromAt: 0, toAt: 80, at: 80, cells: 8 }
const points = (...values: number[]) => values.map((value, index) => ({ at: index * 10, value }))

describe('drawSparkline', () => {
  test('default: equal steps of the logarithm are equal steps of the chart', () => {
    const values = [0, 1, 2, 3, 4, 5, 6, 7].map((step) => 10 ** (1 + (step * 4) / 8 + 0.01))
    expect(drawSparkline(points(...values), span, rising)).toEqual({
      text: '▁▂▃▄▅▆▇█',
      bottom: 1,
      top: 5,
    })
  })

  test('behavior: time that is to come is empty, time without a point repeats the one before', () => {
    const some = [points(11)[0], { at: 30, value: 99 }].filter((point) => point !== undefined)
    expect(drawSparkline(some, { ...span, at: 55 }, rising).text).toBe('▁▁▁███  ')
    expect(drawSparkline([{ at: 30, value: 99 }], { ...span, at: 35 }, rising).text).toBe(
      '   █    ',
    )
  })

  test('behavior: of several points in a cell the chosen one counts', () => {
    const peak = [...points(11, 11, 11, 11), { at: 15, value: 99 }, { at: 16, value: 11 }]
    const cells = { ...span, at: 35 }
    expect(drawSparkline(peak, cells, rising).text).toBe('▁█▁▁    ')
    expect(drawSparkline(peak, cells, { ...rising, choose: Math.min }).text).toBe('▁▁▁▁    ')
  })

  test('behavior: the scale spans its powers of ten from the calm end', () => {
    const scale = (calmEnd: 'bottom' | 'top') => {
      const { bottom, top } = drawSparkline(points(20, 30), span, {
        ...rising,
        decades: 3,
        calmEnd,
      })
      return [bottom, top]
    }
    expect(scale('bottom')).toEqual([1, 4])
    expect(scale('top')).toEqual([-1, 2])
  })

  test('behavior: the width of the chart has no say in its scale', () => {
    const cells = [1, 8].map((count) =>
      drawSparkline(points(20, 300), { ...span, cells: count }, rising),
    )
    expect(cells.map(({ bottom, top }) => [bottom, top])).toEqual([
      [1, 3],
      [1, 3],
    ])
  })

  test('behavior: points outside the time are ignored', () => {
    const outside = [{ at: -10, value: 1e6 }, ...points(20), { at: 50, value: 1e6 }]
    expect(drawSparkline(outside, { ...span, at: 40 }, rising)).toMatchObject({ bottom: 1, top: 2 })
  })

  test('error: zeros, no points, and a time without length are drawn too', () => {
    expect(drawSparkline(points(0, 20), { ...span, at: 10 }, rising).text).toBe('▁▃      ')
    expect(drawSparkline(points(0, 0), { ...span, at: 10 }, rising).text).toBe('▁▁      ')
    expect(drawSparkline([], span, rising).text).toBe('        ')
    expect(drawSparkline(points(20), { ...span, toAt: 0, at: 0 }, rising).text).toBe('       ▃')
  })
})

describe('drawProgress', () => {
  test('default: as far as time has got', () => {
    expect(drawProgress({ ...span, at: 20 })).toBe('━━──────')
    expect(drawProgress({ ...span, at: -5 })).toBe('────────')
    expect(drawProgress({ ...span, at: 999 })).toBe('━━━━━━━━')
  })
})
