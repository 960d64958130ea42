import { describe, expect, test } from 'vitest'
import { OutOfDomainError } from '../../../core/index.ts'
import {
  chooseEarlierFee,
  keepFee,
  requireBaseFee,
  requireHeaderFee,
} from '../../../observation/proven/feePoints.ts'
import {
  BaseFeeUnknownError,
  HeaderOutsideWindowError,
  NoEarlierBaseFeeError,
} from '../../../observation/proven/index.ts'

const ages = { minFeeAgeBlocks: 25n, maxFeeAgeBlocks: 256n }
const point = (blockNumber: bigint) => ({ baseFeePerGas: blockNumber * 10n, blockNumber })
const [latest, earlier] = [point(1_000n), point(900n)]

describe('kept base fees', () => {
  test('default: the latest that is old enough', () => {
    expect(chooseEarlierFee({ latest, earlier }, 1_025n, ages)).toBe(latest)
    expect(chooseEarlierFee({ latest, earlier }, 1_256n, ages)).toBe(latest)
    expect(chooseEarlierFee({ latest, earlier }, 1_024n, ages)).toBe(earlier)
  })

  test('error: none between the voted ages', () => {
    const fail = (kept: Parameters<typeof chooseEarlierFee>[0], blockNumber: bigint) => {
      try {
        chooseEarlierFee(kept, blockNumber, ages)
      } catch (error) {
        expect(error).toBeInstanceOf(NoEarlierBaseFeeError)
        return (error as NoEarlierBaseFeeError).ageBlocks
      }
      throw new Error('it was taken')
    }
    expect(fail({}, 1_000n)).toBe(0n)
    expect(fail({ latest }, 1_024n)).toBe(24n)
    expect(fail({ latest, earlier }, 1_257n)).toBe(257n)
    expect(fail({ latest, earlier: point(700n) }, 1_020n)).toBe(320n)
  })

  test('error: a fee that is kept as 8,191 blocks before the latest may be older', () => {
    const far = { latest: point(10_000n), earlier: point(1_809n) }
    const wide = { minFeeAgeBlocks: 25n, maxFeeAgeBlocks: 9_000n }
    expect(() => chooseEarlierFee(far, 10_001n, wide)).toThrow(NoEarlierBaseFeeError)
  })

  test('behavior: a fee becomes the earlier one when it is old enough, and is not replaced before', () => {
    expect(keepFee({}, latest, ages)).toEqual({ latest, earlier: undefined })
    expect(keepFee({ latest, earlier }, point(1_024n), ages)).toEqual({ latest, earlier })
    const next = point(1_025n)
    expect(keepFee({ latest, earlier }, next, ages)).toEqual({ latest: next, earlier: latest })
  })

  test('error: a header of another age, and a base fee that no chain has', () => {
    expect(requireHeaderFee(latest, 1_025n, ages)).toBe(latest)
    for (const blockNumber of [1_024n, 1_257n]) {
      expect(() => requireHeaderFee(latest, blockNumber, ages)).toThrow(HeaderOutsideWindowError)
    }
    expect(() => requireBaseFee(0n)).toThrow(BaseFeeUnknownError)
    expect(() => requireBaseFee(10n ** 14n + 1n)).toThrow(OutOfDomainError)
    expect(requireBaseFee(10n ** 14n)).toBe(10n ** 14n)
  })
})
