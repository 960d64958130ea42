import { describe, expect, test } from 'vitest'
import { findStart } from '../../backtest/findStart.ts'
import { computeObservations } from '../../market/observations.ts'
import type { Scenario } from '../../market/scenarioTable.ts'
import { createMinutes, createStart, DAY_AT } from '../market/support/createMinutes.ts'

const minutes = createMinutes(240, (index) => ({
  closeTick: 201_800n + BigInt((index * 37) % 90),
  liquidity: 780_000_000_000_000_000n + BigInt(index) * 10n ** 15n,
}))
const scenario: Scenario = {
  day: '2023-08-17',
  source: 'synthetic',
  warmUpRecord: 'none',
  start: createStart(),
  minutes,
}

describe('findStart', () => {
  test('default: a market that begins there goes on as the record does', () => {
    // A segment before the hour: the variance of the hour that follows needs it.
    const at = DAY_AT + 7_200n - 120n
    const later = minutes.filter(({ minuteAt }) => minuteAt >= at)
    const whole = computeObservations(minutes, scenario.start, 1n)
    const own = computeObservations(later, findStart(scenario, at), 1n)
    const figures = (rows: typeof whole) =>
      rows.map(({ at: endAt, observation: { depthRefUsd6, varianceWad, depthUsd6 } }) => {
        return { endAt, depthRefUsd6, varianceWad, depthUsd6 }
      })
    expect(own).toHaveLength(47)
    expect(figures(own)).toEqual(figures(whole).slice(-47))
    const variances = new Set(own.map(({ observation }) => observation.varianceWad))
    expect(variances.size).toBe(3)
  })

  test('behavior: an hour that is under way is counted by the record alone', () => {
    const at = DAY_AT + 5_400n
    const later = minutes.filter(({ minuteAt }) => minuteAt >= at)
    const own = computeObservations(later, findStart(scenario, at), 1n)
    const whole = computeObservations(minutes, scenario.start, 1n)
    const find = (rows: typeof own) => rows.find(({ at: endAt }) => endAt === DAY_AT + 7_200n)
    const [mine, record] = [find(own)?.observation, find(whole)?.observation]
    expect(mine?.depthRefUsd6).toBe(record?.depthRefUsd6)
    expect(mine?.varianceWad).toBe(findStart(scenario, at).startVarianceWad)
    expect(mine?.varianceWad).not.toBe(record?.varianceWad)
  })

  test('behavior: at the record’s beginning it is its own', () => {
    expect(findStart(scenario, DAY_AT)).toEqual(scenario.start)
    expect(findStart(scenario, DAY_AT + 60n)).toEqual(scenario.start)
  })

  test('behavior: the averages before half an hour has passed count too', () => {
    const { startDepthRefUsd6, ...rest } = findStart(scenario, DAY_AT + 240n)
    expect(startDepthRefUsd6).not.toBe(scenario.start.startDepthRefUsd6)
    expect(rest).toEqual({ segmentOffsetSec: 0, startVarianceWad: scenario.start.startVarianceWad })
  })
})
