import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type GapInput, loadStrategies, type Strategies } from '../../../core/index.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { anyGap, gapRanges, risingWithin } from '../../generators/strategies.ts'

const runs = { seed: testSeed(), numRuns: scaled(5_000) }
const gapFields = ['varianceWad', 'zE4', 'zJumpE4', 'delaySec'] as const

describe('the gap and what it allows', () => {
  let strategies: Strategies

  beforeAll(async () => {
    strategies = await loadStrategies()
  })

  const checkRise = (
    field: keyof GapInput,
    check: (
      before: ReturnType<Strategies['measureGap']>,
      after: ReturnType<Strategies['measureGap']>,
    ) => void,
  ): void => {
    const [min, max] = gapRanges[field]
    fc.assert(
      fc.property(anyGap, risingWithin(min, max), (input, [from, to]) => {
        const before = strategies.measureGap({ ...input, [field]: from })
        check(before, strategies.measureGap({ ...input, [field]: to }))
      }),
      runs,
    )
  }

  test.each(gapFields)(
    'P-99 the multiplier and both leverages never rise with the gap: %s',
    (field) => {
      checkRise(field, (before, after) => {
        expect(after.gapPips).toBeGreaterThanOrEqual(before.gapPips)
        expect(after.cppiMultiplierE3).toBeLessThanOrEqual(before.cppiMultiplierE3)
        expect(after.carryLeverageE3).toBeLessThanOrEqual(before.carryLeverageE3)
        expect(after.loanLeverageE3).toBeLessThanOrEqual(before.loanLeverageE3)
      })
    },
    scaledTimeout,
  )

  test("P-100 a loan's leverage never falls with the liquidation threshold", () => {
    checkRise('liquidationThresholdPips', (before, after) => {
      expect(after.loanLeverageE3).toBeGreaterThanOrEqual(before.loanLeverageE3)
    })
  })

  test("P-100 the carry's leverage never falls with the top-up and never rises with the maintenance margin", () => {
    checkRise('topUpPips', (before, after) => {
      expect(after.carryLeverageE3).toBeGreaterThanOrEqual(before.carryLeverageE3)
    })
    checkRise('maintenancePips', (before, after) => {
      expect(after.carryLeverageE3).toBeLessThanOrEqual(before.carryLeverageE3)
    })
  })

  test.each(gapFields)(
    'P-101 the forced cut never falls with the guard: %s',
    (field) => {
      checkRise(field, (before, after) => {
        expect(after.cutShareOfDebtPips).toBeGreaterThanOrEqual(before.cutShareOfDebtPips)
      })
    },
    scaledTimeout,
  )

  test('P-101 the forced cut never rises with health', () => {
    checkRise('healthPips', (before, after) => {
      expect(after.cutShareOfDebtPips).toBeLessThanOrEqual(before.cutShareOfDebtPips)
    })
  })

  test('behavior: the whole domain has an answer within its caps', () => {
    fc.assert(
      fc.property(anyGap, (input) => {
        const figures = strategies.measureGap(input)
        expect(figures.gapPips).toBeLessThanOrEqual(40_000_000n)
        expect(figures.cppiMultiplierE3).toBeLessThanOrEqual(65_535n)
        expect(figures.carryLeverageE3).toBeLessThanOrEqual(65_535n)
        expect(figures.loanLeverageE3).toBeLessThanOrEqual(65_535n)
        expect(figures.cutShareOfDebtPips).toBeLessThanOrEqual(1_000_000n)
      }),
      runs,
    )
  })

  test('behavior: the example of a carry is met', () => {
    const carry = {
      varianceWad: 360_000_000_000_000_000n,
      zE4: 41_000n,
      zJumpE4: 38_000n,
      delaySec: 28_800n,
      slippageCapPips: 5_000n,
      maintenancePips: 10_000n,
      topUpPips: 700_000n,
      liquidationThresholdPips: 780_000n,
      healthPips: 1_500_000n,
    }
    // 4.4 by the study, to two digits.
    expect(strategies.measureGap(carry).carryLeverageE3).toBe(4_350n)
  })
})
