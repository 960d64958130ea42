import { describe, expect, test } from 'vitest'
import { findStart } from '../../backtest/findStart.ts'
import type { Recording } from '../../market/recording.ts'
import { computeObservations, type TimedObservation } from '../../market/recordingSegments.ts'
import { createRecording, MARKET_DAY_AT } from '../market/support/createRecording.ts'

const recording = createRecording(240, {
  pool: (minute) => ({
    closeTick: 200_300n + BigInt((minute * 37) % 90),
    liquidity: 7_800_000_000_000_000_000n + BigInt(minute) * 10n ** 16n,
  }),
})

/** A market that begins there: the recording's later part, with these averages, and the pool as it finds it. */
function beginAt(at: bigint): Recording {
  const blocks = recording.blocks.filter((block) => block.at >= at)
  const pool = recording.pool.filter((row) => row.at >= at)
  return { ...recording, blocks, pool, start: findStart(recording, at) }
}

const figures = (rows: readonly TimedObservation[]) =>
  rows.map(({ endAt, observation: { depthRefUsd6, varianceWad, depthUsd6 } }) => {
    return { endAt, depthRefUsd6, varianceWad, depthUsd6 }
  })

describe('findStart', () => {
  test('default: a market that begins there goes on as the recording does', () => {
    // A segment before the hour: the variance of the hour that follows needs it.
    const own = computeObservations(beginAt(MARKET_DAY_AT + 7_200n - 120n), 1n)
    const whole = computeObservations(recording, 1n)
    expect(own.length).toBeGreaterThan(45)
    expect(figures(own)).toEqual(figures(whole).slice(-own.length))
    const variances = new Set(own.map(({ observation }) => observation.varianceWad))
    expect(variances.size).toBe(2)
  })

  test('behavior: an hour that is under way is counted by the recording alone', () => {
    const at = MARKET_DAY_AT + 5_400n
    const find = (rows: readonly TimedObservation[]) =>
      rows.find(({ endAt }) => endAt === MARKET_DAY_AT + 7_200n)
    const mine = find(computeObservations(beginAt(at), 1n))?.observation
    const record = find(computeObservations(recording, 1n))?.observation
    expect(mine?.depthRefUsd6).toBe(record?.depthRefUsd6)
    expect(mine?.varianceWad).toBe(findStart(recording, at).startVarianceWad)
    expect(mine?.varianceWad).not.toBe(record?.varianceWad)
  })

  test('behavior: at the recording’s beginning it is its own', () => {
    expect(findStart(recording, MARKET_DAY_AT)).toEqual(recording.start)
  })

  test('behavior: the averages before half an hour has passed count too', () => {
    const { startDepthRefUsd6, ...rest } = findStart(recording, MARKET_DAY_AT + 240n)
    const { segmentOffsetSec, startVarianceWad } = recording.start
    expect(startDepthRefUsd6).not.toBe(recording.start.startDepthRefUsd6)
    expect(rest).toEqual({ segmentOffsetSec, startVarianceWad })
  })
})
