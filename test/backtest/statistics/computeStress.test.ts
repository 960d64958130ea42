import { describe, expect, test } from 'vitest'
import { computeStress } from '../../../backtest/statistics/computeStress.ts'
import { createDay, createLedger, createRun, NAV_USD6 } from '../support/createRun.ts'

/** From a Monday on; the net value falls by given amounts on each day. */
function createFalls(ruleId: string, fallsUsd6: readonly number[]) {
  let navUsd6 = NAV_USD6
  const days = fallsUsd6.map((fall, index) => {
    const navStartUsd6 = navUsd6
    navUsd6 -= fall
    return createDay(index, {
      navStartUsd6,
      navEndUsd6: navUsd6,
      ledger: createLedger({ price: -fall }),
      riskUsd6: 1_000_000,
      highestGasUsd6: index === 3 ? 90_000_000 : 5_000_000,
      lowestDepthUsd6: index === 20 ? 1 : 2,
    })
  })
  return createRun(ruleId, days)
}

describe('computeStress', () => {
  test('default: five worst weeks of the policy in force, the dearest gas, the thinnest day', () => {
    // Seven weeks; the falls of their Mondays in dollars.
    const weeks = [100, 0, 700, -50, 300, 200, 90]
    const falls = weeks.flatMap((fall) => [fall * 1_000_000, 0, 0, 0, 0, 0, 0])
    const rows = computeStress([
      createFalls('hold', falls.toReversed()),
      createFalls('in-force', falls),
    ])
    expect(rows.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['week 2022-05-23', '2022-05-23', '2022-05-29'],
      ['week 2022-06-06', '2022-06-06', '2022-06-12'],
      ['week 2022-06-13', '2022-06-13', '2022-06-19'],
      ['week 2022-05-09', '2022-05-09', '2022-05-15'],
      ['week 2022-06-20', '2022-06-20', '2022-06-26'],
      ['highest gas', '2022-05-12', '2022-05-12'],
      ['thinnest day', '2022-05-29', '2022-05-29'],
    ])
    // $700 of $999,900; $7 of risk on $1,000,000 in a week.
    expect(rows[0]?.rules[1]).toEqual({
      ruleId: 'in-force',
      navChangeBp: '-7.000700',
      jBp: '0.070000',
    })
    expect(rows[5]?.rules[1]).toMatchObject({ navChangeBp: '0.000000', jBp: '0.010000' })
  })

  test('behavior: weeks of less than seven days, and what is not recorded, are left as they are', () => {
    const day = { highestGasUsd6: Number.NaN, lowestDepthUsd6: Number.POSITIVE_INFINITY }
    // A Sunday and a Monday.
    const rows = computeStress([createRun('hold', [createDay(6, day), createDay(7, day)])])
    expect(rows.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['week 2022-05-09', '2022-05-15', '2022-05-15'],
      ['week 2022-05-16', '2022-05-16', '2022-05-16'],
    ])
    expect(computeStress([])).toEqual([])
  })
})
