import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createPyramid,
  findFirst,
  findGap,
  findHighest,
  findLast,
  findLowest,
} from '../../../web/charts/pyramid.ts'
import { arbitrarySeries } from './support/arbitrarySeries.ts'

describe('pyramid', () => {
  test('default: of any part it finds what a scan finds', () => {
    fc.assert(
      fc.property(arbitrarySeries(400), fc.nat(400), fc.nat(400), ({ times, values }, a, b) => {
        const pyramid = createPyramid(times, values)
        const begin = Math.min(a, b, values.length)
        const end = Math.min(Math.max(a, b), values.length)
        const known = [...values.keys()].filter(
          (index) => index >= begin && index < end && Number.isFinite(values[index]),
        )
        const value = (index: number) => values[index] as number
        const best = (isBetter: (a: number, b: number) => boolean) =>
          known.reduce(
            (of, index) => (of < 0 || isBetter(value(index), value(of)) ? index : of),
            -1,
          )
        expect(findLowest(pyramid, begin, end)).toBe(best((a, b) => a < b))
        expect(findHighest(pyramid, begin, end)).toBe(best((a, b) => a > b))
        expect(findFirst(pyramid, begin, end)).toBe(known[0] ?? -1)
        expect(findLast(pyramid, begin, end)).toBe(known.at(-1) ?? -1)
        const gap = values.findIndex((one, index) => index >= begin && !Number.isFinite(one))
        expect(findGap(pyramid, begin)).toBe(gap < 0 ? values.length : gap)
      }),
      { numRuns: 500 },
    )
  })

  test('behavior: a hundred thousand points are looked at by a few blocks only', () => {
    const count = 100_000
    const values = Float64Array.from({ length: count }, (_, index) => Math.sin(index))
    const { lowest, highest } = createPyramid(new Float64Array(count), values)
    expect(lowest.map(({ length }) => length)).toEqual([
      ...[25_000, 6_250, 1_563, 391, 98, 25, 7, 2, 1],
    ])
    expect(highest).toHaveLength(lowest.length)
  })
})
