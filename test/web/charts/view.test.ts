import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  followEnd,
  keepInside,
  lastPart,
  panBy,
  SHORTEST_SEC,
  zoomBy,
} from '../../../web/charts/view.ts'

const extent = { from: 0, to: 86_400 }

describe('view', () => {
  test('default: whatever is done, what is seen stays inside and long enough', () => {
    const sec = fc.double({ min: -1e5, max: 2e5, noNaN: true })
    fc.assert(
      fc.property(
        sec,
        sec,
        sec,
        fc.double({ min: 0.001, max: 50, noNaN: true }),
        (a, b, by, factor) => {
          const range = keepInside({ from: Math.min(a, b), to: Math.max(a, b) }, extent)
          for (const next of [
            range,
            panBy(range, by, extent),
            zoomBy(range, factor, range.from + 1, extent),
            lastPart(extent, Math.abs(by)),
          ]) {
            expect(next.from).toBeGreaterThanOrEqual(extent.from)
            expect(next.to).toBeLessThanOrEqual(extent.to + 1e-6)
            expect(next.to - next.from).toBeGreaterThanOrEqual(SHORTEST_SEC - 1e-6)
          }
        },
      ),
    )
  })

  test('behavior: the moment under the pointer stays where it is while it is zoomed', () => {
    const next = zoomBy({ from: 10_000, to: 20_000 }, 0.5, 12_500, extent)
    expect(next).toEqual({ from: 11_250, to: 16_250 })
  })

  test('behavior: moving against an end keeps the length', () => {
    expect(panBy({ from: 80_000, to: 85_000 }, 10_000, extent)).toEqual({
      from: 81_400,
      to: 86_400,
    })
  })

  test('behavior: who looks at the end follows it, who looks elsewhere stays', () => {
    const after = { from: 0, to: 86_500 }
    expect(followEnd(extent, extent, after)).toEqual(after)
    expect(followEnd({ from: 80_000, to: 86_400 }, extent, after)).toEqual({
      from: 80_100,
      to: 86_500,
    })
    const elsewhere = { from: 10_000, to: 20_000 }
    expect(followEnd(elsewhere, extent, after)).toBe(elsewhere)
  })
})
