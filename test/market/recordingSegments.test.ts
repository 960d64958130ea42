import { describe, expect, test } from 'vitest'
import { diskReader } from '../../market/files/diskReader.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import type { Recording } from '../../market/recording.ts'
import { computeObservations, computeSegments } from '../../market/recordingSegments.ts'

const navUsd6 = 1_000_000_000n

describe('computeObservations', () => {
  test('default: 2022-05-12 equals an independent recomputation in floating point', async () => {
    const recording = await diskReader.readRecording(await openMarket('ethereum-2022-05-12'))
    const got = computeObservations(recording, navUsd6)
    const expected = recompute(recording)
    expect(got).toHaveLength(269)
    expect(expected).toHaveLength(269)
    for (const [index, { at, observation }] of got.entries()) {
      const { at: expectedAt, ...figures } = expected[index] as Record<string, number>
      expect(Number(at)).toBe(expectedAt)
      expect(observation.navUsd6).toBe(navUsd6)
      expect(observation.curvaturePips + observation.horizonSec + observation.dataFeeWei).toBe(0n)
      for (const [field, value] of Object.entries(figures)) {
        const actual = Number(observation[field as keyof typeof observation])
        const tolerance = field === 'gasUsedRatioPips' ? 1e-5 : 1e-9
        expect(Math.abs(actual / value - 1), `${field} of row ${index}`).toBeLessThan(tolerance)
      }
    }
  })

  test('behavior: no segment before the pool is known, and none of a record without blocks', async () => {
    const recording = await diskReader.readRecording(await openMarket('ethereum-2022-05-12'))
    const late = { ...recording, pool: recording.pool.slice(30) }
    const first = Number(computeSegments(late)[0]?.endAt) - 120
    expect(first).toBeGreaterThanOrEqual(Number(late.pool[0]?.at))
    expect(computeSegments({ ...recording, blocks: [] })).toEqual([])
  })
})

/** The definitions once more, straight from docs/model.md, without any of the code under test. */
function recompute({ blocks, pool, start }: Recording): Record<string, number>[] {
  const times = blocks.map(({ at }) => Number(at))
  const lastAt = times.at(-1) as number
  const events = pool.flatMap(({ at, closeTick, liquidity }) => {
    const time = times.find((block) => block >= Number(at))
    return time === undefined
      ? []
      : [{ time, tick: Number(closeTick), liquidity: Number(liquidity) }]
  })
  const middle = (values: number[]) =>
    [...values].sort((a, b) => a - b)[(values.length - 1) / 2] as number
  const segments: Record<string, number>[] = []
  let reference = Number(start.startDepthRefUsd6)
  let variance = Number(start.startVarianceWad)
  const rows: Record<string, number>[] = []
  for (let from = Math.ceil((times[0] as number) / 120) * 120; from + 120 <= lastAt; from += 120) {
    const own = blocks.filter(({ at }) => Number(at) >= from && Number(at) < from + 120)
    const mean = (pick: (block: (typeof own)[number]) => bigint) =>
      own.length === 0
        ? undefined
        : own.reduce((sum, block) => sum + Number(pick(block)), 0) / own.length
    let [ticks, perLiquidity] = [0, 0]
    for (const [index, { time, tick, liquidity }] of events.entries()) {
      const end = Math.min(events[index + 1]?.time ?? Number.POSITIVE_INFINITY, from + 120)
      const seconds = Math.max(0, end - Math.max(time, from))
      ticks += seconds * tick
      perLiquidity += seconds / liquidity
    }
    const meanTick = Math.floor(ticks / 120)
    const raw = Math.exp(meanTick * Math.log1p(1e-4))
    const depth = 120 / perLiquidity / Math.sqrt(raw)
    const before = segments.at(-1)
    segments.push({
      meanTick,
      depth,
      price: 1e18 / raw,
      fee: mean(({ baseFeePerGas }) => baseFeePerGas) ?? before?.fee ?? 0,
      used: mean(({ gasUsedRatioPips }) => gasUsedRatioPips) ?? before?.used ?? 0,
    })
    reference += (depth - reference) / 5_040
    if ((from + 120) % 3_600 === 0 && segments.length > 30) {
      const hour = segments.slice(-31).map((segment) => segment.meanTick as number)
      const squares = hour
        .slice(1)
        .reduce((sum, tick, i) => sum + (tick - (hour[i] as number)) ** 2, 0)
      const keep = 0.94 ** (1 / 24)
      variance = keep * variance + (1 - keep) * 1.5 * squares * Math.log1p(1e-4) ** 2 * 8_766 * 1e18
    }
    if (segments.length < 15) continue
    const both = (field: string) =>
      [3, 15].map((count) =>
        middle(segments.slice(-count).map((segment) => segment[field] as number)),
      )
    rows.push({
      at: times.find((block) => block >= from + 120) as number,
      baseFeePerGas: Math.max(...both('fee')),
      gasUsedRatioPips: Math.max(...both('used')),
      nativePriceUsd6: Math.max(...both('price')),
      depthUsd6: Math.min(...both('depth')),
      depthRefUsd6: reference,
      varianceWad: variance,
    })
  }
  return rows
}
