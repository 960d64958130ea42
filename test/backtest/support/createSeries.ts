import { createRandom, type Random } from '../../../backtest/statistics/createRandom.ts'
import type { DayTable } from '../../../backtest/statistics/dayTable.ts'

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
