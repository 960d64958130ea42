import { toDecimal6 } from '../metrics/decimal6.ts'
import type { Decimal6 } from '../result.ts'
import { createRandom } from './createRandom.ts'
import { computeJ, type DayTable } from './dayTable.ts'

const DAY_SEC = 86_400

/** J of every rule in every draw of the bootstrap; the same days are drawn for all rules, so that differences are paired. */
export interface Intervals {
  /** Over the days as they were, bp a year. */
  points: Float64Array
  /** Per rule, per draw, bp a year. */
  draws: readonly Float64Array[]
  /** Lower and upper end of the 90 % interval of a rule's J. */
  interval(rule: number): readonly [Decimal6, Decimal6]
  /** The same of the J of a rule less the J of another. */
  difference(rule: number, against: number): readonly [Decimal6, Decimal6]
}

/** What is drawn, and how. */
export interface DrawSettings {
  table: DayTable
  seed: bigint
  /** How long a position is held, seconds. */
  holdingSec: number
  draws: number
}

/**
 * The stationary bootstrap (Politis and Romano 1994): days in blocks of random length, the mean of which is ten days or twice the
 * time that a position is held, whichever is longer; the series is taken as a circle. Only additions, products and quotients of
 * doubles in a fixed order, so every machine draws and rounds the same.
 */
export function drawIntervals({ table, seed, holdingSec, draws }: DrawSettings): Intervals {
  const random = createRandom(seed)
  const meanBlockDays = computeMeanBlock(holdingSec)
  const values = table.lossUsd6.map(() => new Float64Array(draws))
  const picked = new Int32Array(table.count)
  for (let draw = 0; draw < draws; draw++) {
    drawDays(picked, meanBlockDays, random.nextUnit)
    values.forEach((rule, index) => {
      rule[draw] = computePicked(table, index, picked)
    })
  }
  const all = Int32Array.from(picked, (_, day) => day)
  return {
    points: Float64Array.from(values, (_, index) => computePicked(table, index, all)),
    draws: values,
    interval: (rule) => findEnds(values[rule] as Float64Array),
    difference(rule, against) {
      const other = values[against] as Float64Array
      return findEnds((values[rule] as Float64Array).map((j, draw) => j - (other[draw] as number)))
    },
  }
}

/** Mean length of a block, days. */
export function computeMeanBlock(holdingSec: number): number {
  return Math.max(10, (2 * holdingSec) / DAY_SEC)
}

/** Fills in days: each the one after the last, or with chance 1 / mean a new one from anywhere. */
export function drawDays(picked: Int32Array, meanBlockDays: number, nextUnit: () => number): void {
  const count = picked.length
  let day = 0
  for (let index = 0; index < count; index++) {
    const isNew = index === 0 || nextUnit() * meanBlockDays < 1
    day = isNew ? Math.floor(nextUnit() * count) : (day + 1) % count
    picked[index] = day
  }
}

function computePicked(table: DayTable, rule: number, picked: Int32Array): number {
  const [loss, navSeconds] = [table.lossUsd6[rule], table.navSecondsUsd6[rule]]
  let [losses, seconds] = [0, 0]
  for (let index = 0; index < picked.length; index++) {
    const day = picked[index] as number
    losses += loss?.[day] as number
    seconds += navSeconds?.[day] as number
  }
  return computeJ(losses, seconds)
}

/** A twentieth of the draws lies below the lower end, as many above the upper. */
function findEnds(values: Float64Array): [Decimal6, Decimal6] {
  const sorted = values.toSorted()
  const outside = Math.floor(sorted.length / 20)
  return [toDecimal6(sorted[outside] ?? 0), toDecimal6(sorted[sorted.length - 1 - outside] ?? 0)]
}
