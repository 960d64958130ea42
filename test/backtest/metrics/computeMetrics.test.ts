import { describe, expect, test } from 'vitest'
import { NothingToJudgeError } from '../../../backtest/errors.ts'
import { computeMetrics } from '../../../backtest/metrics/computeMetrics.ts'
import { createDay, createLedger, createRun, NAV_USD6 } from '../support/createRun.ts'

describe('computeMetrics', () => {
  test('default: a small case by hand', () => {
    // Two days of 365.25; $1M; the second half as long, so 1.5 days of the mean.
    const run = createRun(
      'band-1',
      [
        createDay(0, {
          ledger: createLedger({ price: 4_000_000_000, fee: -100_000_000, gas: -5_000_000 }),
          navEndUsd6: NAV_USD6 + 3_895_000_000,
          riskUsd6: 30_000_000,
          turnoverUsd6: 200_000_000_000,
          trades: 2,
          driftSquareSec: 0.0001 * 86_400,
          outsideBandSec: 600,
          largestImpactPips: 120,
        }),
        createDay(1, {
          elapsedSec: 43_200,
          navSecondsUsd6: NAV_USD6 * 43_200,
          navStartUsd6: NAV_USD6 + 3_895_000_000,
          navEndUsd6: NAV_USD6 + 3_845_000_000,
          ledger: createLedger({ impact: -50_000_000 }),
          trades: 1,
        }),
      ],
      {
        incidents: { liquidations: 1, topUps: 2, floorBreaches: 3, worstBreachPips: 400 },
        worstDrawdownPips: 1_234,
      },
    )
    // $1 a day and a half on $1M is 0.01 bp times 243.5.
    const metrics = computeMetrics(run)
    expect(metrics).toMatchObject({
      feeBpYear: '243.500000',
      impactBpYear: '121.750000',
      gasBpYear: '12.175000',
      costBpYear: '377.425000',
      riskBpYear: '73.050000',
      jBpYear: '450.475000',
      netBpYear: '9362.575000',
      navStartUsd6: '1000000000000',
      navEndUsd6: '1003845000000',
      // The root of 0.0001 * 2 / 3.
      trackingErrorPips: '8164.965809',
      turnoverPerYear: '48.700000',
      trades: 3,
      worstDrawdownPips: '1234.000000',
      outsideBandSec: '600',
      largestImpactPips: '120.000000',
      liquidations: 1,
      topUps: 2,
      floorBreaches: 3,
      worstBreachPips: '400.000000',
    })
    expect(metrics.partsBpYear.price).toBe('9740.000000')
    expect(metrics.ledgerUsd6).toMatchObject({
      price: '4000000000',
      fee: '-100000000',
      lpFees: '0',
    })
    // Days of +38.95 bp and -50 / 1,003,895: a standard deviation of two is the difference over root 2.
    const sd = ((38.95 + 50e4 / 1_003_895) / Math.SQRT2) * Math.sqrt(365.25)
    expect(Number(metrics.profitSdBpYear)).toBeCloseTo(sd, 4)
  })

  test('behavior: what a kind counts of its own, and cost over decay', () => {
    const days = [createDay(0, { ledger: createLedger({ gas: -20_000_000 }) })]
    const figures = { thetaUsd6: -80_000_000, lvrUsd6: 1_000_000, recentres: 3 }
    expect(computeMetrics(createRun('hold', days, { figures })).kindFigures).toEqual({
      thetaBpYear: '-292.200000',
      lvrBpYear: '3.652500',
      recentres: '3.000000',
      costPerTheta: '0.250000',
    })
    expect(computeMetrics(createRun('hold', days)).kindFigures).toEqual({})
    const none = createRun('hold', days, { figures: { thetaUsd6: 0 } })
    expect(computeMetrics(none).kindFigures).toEqual({ thetaBpYear: '0.000000' })
  })

  test('behavior: sums of more than a double holds are exact', () => {
    const days = Array.from({ length: 3 }, (_, index) =>
      createDay(index, { ledger: createLedger({ gas: -9_007_199_254_740_991 }) }),
    )
    expect(computeMetrics(createRun('hold', days)).ledgerUsd6.gas).toBe('-27021597764222973')
  })

  test('error: a run without time, or without net value, is not judged', () => {
    expect(() => computeMetrics(createRun('hold', []))).toThrow(NothingToJudgeError)
    const broke = createRun('hold', [createDay(0, { navSecondsUsd6: 0 })])
    expect(() => computeMetrics(broke)).toThrow(
      'Rule hold cannot be judged: its net value is not above 0.',
    )
  })
})
