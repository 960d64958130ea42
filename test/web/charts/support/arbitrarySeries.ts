import fc from 'fast-check'

/** Times, some of them equal or far apart, and values of few sizes, so that many are equal; some are missing. */
export function arbitrarySeries(maxLength: number): fc.Arbitrary<{
  times: Float64Array
  values: Float64Array
}> {
  const point = fc.record({
    wait: fc.oneof(fc.constantFrom(0, 12), fc.integer({ min: 0, max: 5_000 })),
    value: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: -50, max: 50 }) },
      { weight: 2, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY) },
      { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    ),
  })
  return fc.array(point, { maxLength, size: 'max' }).map((points) => {
    let at = 1_800_000_000
    const times = points.map(({ wait }) => {
      at += wait
      return at
    })
    return {
      times: Float64Array.from(times),
      // No -0: it reads back as 0, which is the same.
      values: Float64Array.from(points, ({ value }) => value + 0),
    }
  })
}

/** A window over a series: from and to as shares of its length, also beyond of it on both sides. */
export const arbitraryWindow = fc
  .tuple(
    fc.double({ min: -0.2, max: 1.2, noNaN: true }),
    fc.double({ min: -0.2, max: 1.2, noNaN: true }),
  )
  .filter(([a, b]) => Math.abs(a - b) > 1e-4)
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)

/** The part of a series that a window means. */
export function cutWindow(times: Float64Array, [a, b]: readonly [number, number]) {
  const first = times[0] ?? 0
  const length = Math.max(60, (times.at(-1) ?? 0) - first)
  return { from: first + a * length, to: first + b * length }
}
