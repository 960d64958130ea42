import { describe, expect, test } from 'vitest'
import { createCppi } from '../../../strategy/portfolios/cppi.ts'
import { checkIdentity, emptyLedger } from '../support/checkIdentity.ts'
import { makeParameters } from '../support/makeParameters.ts'
import { makeRow } from '../support/makeRow.ts'

const settings = {
  navUsd6: 1_000_000e6,
  floorPips: 800_000,
  ratchetPips: 0,
  multiplierE3: 3_000,
  maxWeightPips: 1_000_000,
}
const cppi = createCppi(settings)

/** After one step to a price. */
function moveTo(priceUsd6: number, portfolio = cppi) {
  const state = portfolio.open(makeRow())
  const row = makeRow({ priceUsd6, priceBeforeUsd6: 1_000e6 })
  portfolio.accrue(state, row, emptyLedger())
  return { state, row }
}

describe('createCppi', () => {
  test('default: three times the cushion, before and after a fall of 10 %', () => {
    const { state, row } = moveTo(900e6)
    // 600,000 of 1,000,000 at risk lose 60,000; the cushion is 140,000.
    expect(cppi.navUsd6(state)).toBe(940_000e6)
    expect(cppi.exposureUsd6(state, row)).toBe(540_000e6)
    expect(cppi.targetUsd6(state, row)).toBe(420_000e6)
    expect(cppi.curvature(state, row)).toBeCloseTo((2 * 420) / 940, 12)
    expect(cppi.incidents(state).floorBreaches).toBe(0)
  })

  test('behavior: a lower multiplier in force counts, a higher one does not', () => {
    const { state, row } = moveTo(900e6)
    const two = makeParameters({ cppiMultiplierE3: 2_000n })
    expect(cppi.targetUsd6(state, row, two)).toBe(280_000e6)
    expect(cppi.curvature(state, row, two)).toBeCloseTo(280 / 940, 12)
    const nine = makeParameters({ cppiMultiplierE3: 9_000n })
    expect(cppi.targetUsd6(state, row, nine)).toBe(420_000e6)
  })

  test('behavior: what is above the multiplier in force times the cushion is cut at once', () => {
    const { state, row } = moveTo(900e6)
    expect(cppi.urgentUsd6(state, row, makeParameters({ cppiMultiplierE3: 3_500n }))).toBe(
      -50_000e6,
    )
    expect(cppi.urgentUsd6(state, row, makeParameters({ cppiMultiplierE3: 4_000n }))).toBe(0)
    expect(cppi.urgentUsd6(state, row, undefined)).toBe(0)
  })

  test('behavior: a cushion that is gone is a breach, and all is sold at once', () => {
    const { state, row } = moveTo(600e6)
    // 600,000 lose 240,000: 5 % below the floor.
    expect(cppi.incidents(state)).toMatchObject({ floorBreaches: 1, worstBreachPips: 50_000 })
    expect(cppi.targetUsd6(state, row)).toBe(0)
    expect(cppi.curvature(state, row)).toBe(0)
    expect(cppi.urgentUsd6(state, row, makeParameters({}))).toBe(-360_000e6)
  })

  test('behavior: a breach counts once until the floor is held again', () => {
    const { state } = moveTo(600e6)
    for (const priceUsd6 of [590e6, 1_000e6, 600e6]) {
      cppi.accrue(state, makeRow({ priceUsd6 }), emptyLedger())
    }
    expect(cppi.incidents(state)).toMatchObject({ floorBreaches: 2, worstBreachPips: 57_500 })
  })

  test('behavior: the floor rises with the highest net value and never falls', () => {
    const ratchet = createCppi({ ...settings, ratchetPips: 900_000 })
    const { state, row } = moveTo(1_500e6, ratchet)
    // 1,300,000; the floor is 1,170,000.
    expect(ratchet.targetUsd6(state, row)).toBe(390_000e6)
    ratchet.accrue(state, makeRow({ priceUsd6: 1_450e6 }), emptyLedger())
    expect(ratchet.targetUsd6(state, row)).toBe(300_000e6)
  })

  test('behavior: never more than the largest weight', () => {
    const { state, row } = moveTo(2_000e6)
    expect(cppi.targetUsd6(state, row)).toBe(1_600_000e6)
    expect(cppi.curvature(state, row)).toBe(0)
  })

  test('behavior: the net value changes by its ledger, to the unit', () => {
    checkIdentity(() => createCppi({ ...settings, ratchetPips: 850_000 }))
  })
})
