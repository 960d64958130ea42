import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignChanges, compareMoments } from '../../../../cli/start/proven/compareMarkets.ts'
import { type Parameters, parameterFields } from '../../../../core/index.ts'
import { scaled, testSeed } from '../../../generators/random.ts'

/** All eight alike. */
function fill(value: bigint): Parameters {
  return Object.fromEntries(parameterFields.map((field) => [field, value])) as unknown as Parameters
}

const moment = (signed: bigint, proven: bigint, weight = 1) => {
  return { signed: fill(signed), proven: fill(proven), weight }
}

describe('compareMoments', () => {
  test('P-185 default: the middle one of the sizes, and the largest with its sign, in pips of the signed value', () => {
    const distances = compareMoments([moment(100n, 101n), moment(100n, 90n), moment(200n, 210n)])
    expect(distances.map(({ field }) => field)).toEqual([...parameterFields])
    for (const { medianPips, worstPips } of distances) {
      expect([medianPips, worstPips]).toEqual([50_000n, -100_000n])
    }
  })

  test('behavior: a moment counts for as long as it lasted', () => {
    const [distance] = compareMoments([moment(100n, 101n, 10), moment(100n, 150n, 9)])
    expect(distance).toMatchObject({ medianPips: 10_000n, worstPips: 500_000n })
  })

  test('behavior: of a signed 0 there is no share', () => {
    expect(compareMoments([moment(0n, 5n)])[0]).toMatchObject({
      medianPips: undefined,
      worstPips: undefined,
    })
    expect(compareMoments([moment(0n, 0n)])[0]).toMatchObject({ medianPips: 0n, worstPips: 0n })
    expect(compareMoments([])[0]).toMatchObject({ medianPips: undefined, worstPips: undefined })
  })
})

describe('alignChanges', () => {
  const change = (blockNumber: bigint, value: bigint) => ({ blockNumber, values: fill(value) })

  test('default: stretches from the first block in which both had a value', () => {
    const signed = [change(10n, 1n), change(20n, 2n)]
    const proven = [change(15n, 5n), change(20n, 6n)]
    expect(alignChanges(signed, proven, 24n)).toEqual([moment(1n, 5n, 5), moment(2n, 6n, 5)])
  })

  test('behavior: nothing where one of them never had a value', () => {
    expect(alignChanges([change(10n, 1n)], [], 24n)).toEqual([])
  })

  test('behavior: the stretches are what a look at each block says', () => {
    const changes = fc
      .uniqueArray(fc.nat(40), { maxLength: 12 })
      .map((blocks) => blocks.toSorted((a, b) => a - b).map((at) => change(BigInt(at), BigInt(at))))
    fc.assert(
      fc.property(changes, changes, (signed, proven) => {
        const expected: bigint[] = []
        for (let block = 0n; block <= 45n; block += 1n) {
          const [of, by] = [signed, proven].map((all) =>
            all.findLast(({ blockNumber }) => blockNumber <= block),
          )
          if (of && by) expected.push(of.values.bandPips * 100n + by.values.bandPips)
        }
        const got = alignChanges(signed, proven, 45n).flatMap((stretch) =>
          Array.from(
            { length: stretch.weight },
            () => stretch.signed.bandPips * 100n + stretch.proven.bandPips,
          ),
        )
        expect(got).toEqual(expected)
      }),
      { seed: testSeed(), numRuns: scaled(300) },
    )
  })
})
