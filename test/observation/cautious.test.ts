import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CautiousWindow, computeCautious, type MedianFigures } from '../../observation/index.ts'

/** The definition once more, by sorting. */
function middleOf(values: readonly bigint[]): bigint {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[(sorted.length - 1) / 2] as bigint
}

const fields = ['baseFeePerGas', 'gasUsedRatioPips', 'nativePriceUsd6', 'depthUsd6'] as const

/** Many equal ones, and some that only differ beyond the digits of a double. */
const figure = fc.oneof(
  fc.bigInt({ min: 0n, max: 5n }),
  fc.bigInt({ min: 10n ** 19n - 9n, max: 10n ** 19n }),
  fc.bigInt({ min: 0n, max: 10n ** 19n }),
)
const segment: fc.Arbitrary<MedianFigures> = fc.record({
  baseFeePerGas: figure,
  gasUsedRatioPips: figure,
  nativePriceUsd6: figure,
  depthUsd6: figure,
})

describe('CautiousWindow', () => {
  test('default: at every segment the medians of the last 3 and 15, and the more cautious of them', () => {
    fc.assert(
      fc.property(fc.array(segment, { minLength: 15, maxLength: 60 }), (segments) => {
        const window = new CautiousWindow()
        for (const [index, each] of segments.entries()) {
          window.add(each)
          const got = window.compute()
          expect(got).toEqual(computeCautious(segments.slice(0, index + 1)))
          if (index < 14) {
            expect(got).toBeUndefined()
            continue
          }
          for (const field of fields) {
            const of = (count: number) =>
              middleOf(segments.slice(index + 1 - count, index + 1).map((one) => one[field]))
            const [fast, slow] = [of(3), of(15)]
            expect(got?.fast[field]).toBe(fast)
            expect(got?.slow[field]).toBe(slow)
            const isLower = field === 'depthUsd6'
            expect(got?.cautious[field]).toBe(fast < slow === isLower ? fast : slow)
          }
        }
      }),
    )
  })
})
