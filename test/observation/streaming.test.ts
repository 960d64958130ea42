import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  HeaderAccumulator,
  type HeaderSegment,
  type MeasuredHeader,
  PoolAccumulator,
  type PoolEvent,
} from '../../observation/index.ts'

const header = (timestamp: bigint, baseFeePerGas: bigint): MeasuredHeader => {
  return { timestamp, baseFeePerGas, gasUsed: baseFeePerGas % 31n, gasLimit: 31n }
}

/** What is measured of segments, without the block that closed each. */
const figures = (segments: readonly HeaderSegment<MeasuredHeader>[]) =>
  segments.map(({ closingHeader: _closing, ...rest }) => rest)

describe('HeaderAccumulator', () => {
  test('behavior: several equal headers at once count like one after the other', () => {
    const runs = fc.array(
      fc.record({
        fee: fc.bigInt({ min: 0n, max: 10n ** 14n }),
        count: fc.integer({ min: 1, max: 10 }),
      }),
      { minLength: 2, maxLength: 40 },
    )
    fc.assert(
      fc.property(runs, (given) => {
        const single = new HeaderAccumulator<MeasuredHeader>(0n)
        const several = new HeaderAccumulator<MeasuredHeader>(0n)
        const [a, b] = [[], []] as HeaderSegment<MeasuredHeader>[][]
        for (const [segment, { fee, count }] of given.entries()) {
          const startAt = BigInt(segment) * 120n
          b?.push(...several.add(header(startAt, fee), count))
          for (let index = 0n; index < count; index += 1n) {
            a?.push(...single.add(header(startAt + 12n * index, fee)))
          }
        }
        expect(figures(b ?? [])).toEqual(figures(a ?? []))
        expect(a).toHaveLength(given.length - 1)
      }),
    )
  })
})

describe('PoolAccumulator.takeSegments', () => {
  test('behavior: segments that are taken away are missing nowhere: the hours look back on them', () => {
    const events = Array.from({ length: 400 }, (_, index): PoolEvent => {
      const tick = 200_000n + BigInt((index * 7_919) % 83)
      const [timestamp, liquidity] = [BigInt(index) * 47n, 10n ** 18n + BigInt(index)]
      return { kind: 'swap', timestamp, sqrtPriceX96: 0n, tick, liquidity }
    })
    const [kept, taken] = [new PoolAccumulator(11n), new PoolAccumulator(11n)]
    const pieces = []
    for (const event of events) {
      kept.apply(event)
      taken.apply(event)
      pieces.push(...taken.takeSegments())
      expect(taken.segments).toEqual([])
    }
    expect(pieces).toEqual(kept.segments)
    expect(pieces.filter(({ hourVarianceWad }) => hourVarianceWad !== undefined)).toHaveLength(4)
  })
})
