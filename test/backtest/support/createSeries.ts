import type { DrawnJ } from '../../../backtest/statistics/computeRealityCheck.ts'
import { createRandom, type Random } from '../../../backtest/statistics/createRandom.ts'
import type { DayTable } from '../../../backtest/statistics/dayTable.ts'
import { drawIntervals } from '../../../backtest/statistics/drawIntervals.ts'

/** Nearly normal numbers: twelve units less six. */
export function createNormal(seed: bigint): () => number {
  const { nextUnit }: Random = createRandom(seed)
  return () => {
    let sum = -6
    for (let count = 0; count < 12; count++) sum += nextUnit()
    return sum
  }
}

/** Days whose losses lean on the day before by `lean`, around a level; their spread is 1. */
export function createLeaning(
  normal: () => number,
  days: number,
  level: number,
  lean: number,
): number[] {
  const noise = Math.sqrt(1 - lean * lean)
  let state = normal()
  return Array.from({ length: days }, () => {
    const value = level + state
    state = lean * state + noise * normal()
    return value
  })
}

/** J of a day in bp a year is its loss: the net value is what makes it so. */
export function createTable(losses: readonly (readonly number[])[]): DayTable {
  return {
    count: losses[0]?.length ?? 0,
    lossUsd6: losses.map((series) => Float64Array.from(series)),
    navSecondsUsd6: losses.map((series) => Float64Array.from(series, () => 10_000 * 31_557_600)),
  }
}

/** 150 days of a benchmark and of rules whose J is `edge` below it in truth, drawn 200 times. */
export function drawWorld(
  normal: () => number,
  seed: bigint,
  edges: readonly number[],
): { benchmark: DrawnJ; rules: DrawnJ[] } {
  const series = [0, ...edges].map((edge) => createLeaning(normal, 150, 20 - edge, 0))
  const table = createTable(series)
  const { points, draws } = drawIntervals({ table, seed, holdingSec: 0, draws: 200 })
  const [benchmark, ...rules] = draws.map((own, index) => ({
    point: points[index] as number,
    draws: own,
  }))
  return { benchmark: benchmark as DrawnJ, rules }
}
