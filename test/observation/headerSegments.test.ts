import { describe, expect, test } from 'vitest'
import {
  computeHeaderSegments as computeAtOffset,
  type Header,
  HeaderOrderError,
  type HeaderSegment,
} from '../../observation/index.ts'
import { createHeaders, createTimes, START_AT } from './support/createHeaders.ts'

const computeHeaderSegments = (headers: readonly Header[]) => computeAtOffset(headers, 0n)
const ends = (segments: HeaderSegment[]) => segments.map(({ endAt }) => Number(endAt - START_AT))

describe('computeHeaderSegments', () => {
  test('default: mean base fee, gas used over gas limits, both rounded down', () => {
    const fees = [10n, 21n, 30n, 50n, 0n]
    const headers = createHeaders([0, 119, 120, 150, 240], (index) => ({
      baseFeePerGas: fees[index] as bigint,
      gasUsed: index === 0 ? 7n : 8n,
      gasLimit: index === 0 ? 10n : 20n,
    }))
    const [first, second, ...more] = computeHeaderSegments(headers)
    // The limits weigh: 15 of 30, 16 of 40.
    expect(first).toMatchObject({ baseFeePerGas: 15n, gasUsedRatioPips: 500_000n })
    expect(second).toMatchObject({ baseFeePerGas: 40n, gasUsedRatioPips: 400_000n })
    expect(more).toEqual([])
  })

  test('behavior: a segment is closed by the first block at or after its end', () => {
    const headers = createHeaders([0, 60, 120, 239, 245])
    const segments = computeHeaderSegments(headers)
    expect(segments.map(({ closingHeader }) => closingHeader.number)).toEqual([3n, 5n])
    expect(ends(computeHeaderSegments(headers.slice(0, 4)))).toEqual([120])
    expect(computeHeaderSegments([])).toEqual([])
  })

  test('behavior: at an offset segments begin at its second; each says how many blocks it has', () => {
    const headers = createHeaders([11, 12, 130, 131, 251, 400], (index) => ({
      baseFeePerGas: BigInt(10 * index),
    }))
    const pick = (offsetSec: bigint) =>
      computeAtOffset(headers, offsetSec).map(({ endAt, blockCount, baseFeePerGas }) => [
        Number(endAt - START_AT),
        blockCount,
        Number(baseFeePerGas),
      ])
    expect(pick(11n)).toEqual([
      [131, 3, 10],
      [251, 1, 30],
      [371, 1, 40],
    ])
    // The segment from 0 on is partial, as is that from -118 on.
    expect(pick(0n)).toEqual([
      [240, 2, 25],
      [360, 1, 40],
    ])
    expect(pick(2n)).toEqual([
      [242, 2, 25],
      [362, 1, 40],
    ])
  })

  test('behavior: the segment that the first header is in the middle of does not count', () => {
    expect(ends(computeHeaderSegments(createHeaders([1, 130, 240, 360])))).toEqual([240, 360])
    expect(ends(computeHeaderSegments(createHeaders([0, 130, 240, 360])))).toEqual([120, 240, 360])
  })

  test('behavior: a gap closes several segments at one block, with what was before', () => {
    const headers = createHeaders([0, 130, 600], (index) => ({ baseFeePerGas: BigInt(index + 1) }))
    const segments = computeHeaderSegments(headers)
    expect(ends(segments)).toEqual([120, 240, 360, 480, 600])
    expect(segments.map(({ baseFeePerGas }) => baseFeePerGas)).toEqual([1n, 2n, 2n, 2n, 2n])
    expect(segments.map(({ blockCount }) => blockCount)).toEqual([1, 1, 0, 0, 0])
    expect(segments.slice(1).every(({ closingHeader }) => closingHeader.number === 3n)).toBe(true)
    // What is carried may come from the partial segment that does not count itself.
    const [carried] = computeHeaderSegments(createHeaders([10, 600]))
    expect(carried).toMatchObject({ endAt: START_AT + 240n, baseFeePerGas: 100n })
  })

  test('behavior: no base fee counts 0, a block without room holds nothing', () => {
    const headers = createHeaders([0, 60, 120], (index) =>
      index === 0 ? { baseFeePerGas: null } : {},
    )
    expect(computeHeaderSegments(headers)[0]?.baseFeePerGas).toBe(50n)
    const empty = createHeaders([0, 120], () => ({ gasUsed: 0n, gasLimit: 0n }))
    expect(computeHeaderSegments(empty)[0]?.gasUsedRatioPips).toBe(0n)
  })

  test('behavior: one block moves a segment by its share of the segment only', () => {
    const times = createTimes(11, 12)
    const calm = computeHeaderSegments(createHeaders(times))[0]
    const spiked = computeHeaderSegments(
      createHeaders(times, (index) => (index === 5 ? { baseFeePerGas: 1_100n } : {})),
    )[0]
    expect((spiked as HeaderSegment).baseFeePerGas - (calm as HeaderSegment).baseFeePerGas).toBe(
      100n,
    )
  })

  test.each<[string, Partial<Header>, string]>([
    ['is missing', { number: 4n }, 'block 4 follows block 2'],
    ['is of another branch', { parentHash: '0xab' }, 'has the parent 0xab'],
    ['is earlier', { timestamp: START_AT }, 'before its parent'],
  ])('error: a block %s', (_, change, message) => {
    const headers = createHeaders([0, 12, 24], (index) => (index === 2 ? change : {}))
    const compute = () => computeHeaderSegments(headers)
    expect(compute).toThrow(HeaderOrderError)
    expect(compute).toThrow(message)
  })
})
