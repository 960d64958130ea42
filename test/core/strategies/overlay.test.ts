import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  loadStrategies,
  OutOfDomainError,
  type OverlayInput,
  type Strategies,
} from '../../../core/index.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { anyLoan, anyWithin } from '../../generators/strategies.ts'

const runs = { seed: testSeed(), numRuns: scaled(1_000) }
const WAD = 10n ** 18n
const PIPS = 1_000_000n

/** The result, or the largest debt that it allows instead. */
function attempt<Result>(compute: () => Result): Result | bigint {
  try {
    return compute()
  } catch (error) {
    if (error instanceof OutOfDomainError && error.field === 'debtUsd6') return error.max
    throw error
  }
}

/** The loan with a debt that its collateral and the puts allow. */
function covered(loan: OverlayInput, run: (loan: OverlayInput) => unknown): OverlayInput {
  const most = attempt(() => [run(loan)])
  return typeof most === 'bigint' ? { ...loan, debtUsd6: most } : loan
}

describe('puts over a loan', () => {
  let strategies: Strategies

  beforeAll(async () => {
    strategies = await loadStrategies()
  })

  test(
    'P-102 with the puts, health is never below 1 at any spot',
    () => {
      fc.assert(
        fc.property(anyLoan, anyWithin(0n, 10n ** 14n), (drawn, spotUsd6) => {
          const loan = covered(drawn, (input) => strategies.overlayPuts(input))
          const { putWad, strikeUsd6, premiumUsd6 } = strategies.overlayPuts(loan)
          const { collateralWad, liquidationThresholdPips, debtUsd6, bufferPips } = loan
          expect((putWad - 1n) * PIPS).toBeLessThan(collateralWad * liquidationThresholdPips)
          // In units of 1e-30 dollars: what counts of the collateral, and the puts' intrinsic value.
          const valueAt = (spot: bigint): bigint => {
            const intrinsic = strikeUsd6 > spot ? (strikeUsd6 - spot) * putWad * PIPS : 0n
            return spot * collateralWad * liquidationThresholdPips + intrinsic
          }
          const isRoomy = bufferPips >= 5_000n && debtUsd6 >= 200n
          const slack = isRoomy || debtUsd6 + premiumUsd6 === 0n ? 0n : 1n
          const owed = (debtUsd6 + premiumUsd6 - slack) * PIPS * WAD
          for (const spot of [spotUsd6, 0n, strikeUsd6, strikeUsd6 - 1n, strikeUsd6 / 2n]) {
            if (spot >= 0n) expect(valueAt(spot)).toBeGreaterThanOrEqual(owed)
          }
        }),
        runs,
      )
    },
    scaledTimeout,
  )

  test(
    'P-103 the calls of a collar bring what the puts cost',
    () => {
      fc.assert(
        fc.property(anyLoan, (drawn) => {
          const loan = covered(drawn, (input) => strategies.collarCallStrikeUsd6(input))
          const { putWad, premiumUsd6 } = strategies.overlayPuts(loan)
          const { spotUsd6, varianceWad, timeToExpirySec } = loan
          const strikeUsd6 = strategies.collarCallStrikeUsd6(loan)
          const call = { spotUsd6, strikeUsd6, varianceWad, timeToExpirySec }
          const { callUsd6 } = strategies.priceOption(call)
          // One call's price is rounded down; a premium for the whole position, up.
          const brought = (callUsd6 + 2n + spotUsd6 / 2_000_000_000n) * putWad
          expect(brought).toBeGreaterThanOrEqual((premiumUsd6 - 1n) * WAD)
        }),
        runs,
      )
    },
    scaledTimeout,
  )

  test('behavior: a debt above the largest is refused, the largest is not', () => {
    fc.assert(
      fc.property(anyLoan, (loan) => {
        const most = attempt(() => strategies.overlayPuts({ ...loan, debtUsd6: WAD }))
        if (typeof most !== 'bigint') return
        const at = (debtUsd6: bigint) =>
          attempt(() => strategies.overlayPuts({ ...loan, debtUsd6 }))
        expect(at(most)).toBeTypeOf('object')
        expect(at(most + 1n)).toBe(most)
      }),
      runs,
    )
  })

  test('behavior: no debt needs no strike', () => {
    const loan = {
      spotUsd6: 1_000_000_000n,
      collateralWad: 3n * WAD,
      debtUsd6: 0n,
      liquidationThresholdPips: 800_001n,
      varianceWad: WAD,
      timeToExpirySec: 86_400n,
      bufferPips: 5_000n,
    }
    expect(strategies.overlayPuts(loan)).toEqual({
      liquidationPriceUsd6: 0n,
      putWad: 2_400_003_000_000_000_000n,
      strikeUsd6: 0n,
      premiumUsd6: 0n,
    })
    expect(strategies.collarCallStrikeUsd6(loan)).toBe(10n ** 14n)
  })
})
