import { computeJ, type DayTable } from './dayTable.ts'

const BLOCKS = 16

/**
 * The probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, Lopez de Prado and Zhu
 * 2017): the days in sixteen blocks, in each of the 12,870 ways to take half of them the best rule of that half, and how often it is
 * in the worse half of the rules over the other blocks. A half for pure chance, near 0 where the best rule stays the best.
 *
 * @param chosen - Indices of the rules that are looked at, two or more.
 */
export function computeOverfitting(table: DayTable, chosen: readonly number[]): number {
  const blocks = chosen.map((rule) => sumBlocks(table, rule))
  let [halves, overfitted] = [0, 0]
  for (let mask = 0; mask < 1 << BLOCKS; mask++) {
    if (countBits(mask) !== BLOCKS / 2) continue
    halves++
    const inside = blocks.map((rule) => computeMasked(rule, mask))
    const outside = blocks.map((rule) => computeMasked(rule, ~mask))
    const best = inside.indexOf(inside.reduce((least, j) => Math.min(least, j), Infinity))
    const own = outside[best] as number
    const worse = outside.filter((j) => j > own).length
    const equal = outside.filter((j) => j === own).length - 1
    // Its rank from below over rules + 1 is under a half: the logit is below 0. The middle itself counts as half.
    const above = 2 * (worse + equal / 2 + 1) - (chosen.length + 1)
    if (above <= 0) overfitted += above < 0 ? 1 : 0.5
  }
  return overfitted / halves
}

interface BlockSums {
  lossUsd6: Float64Array
  navSecondsUsd6: Float64Array
}

function sumBlocks({ count, lossUsd6, navSecondsUsd6 }: DayTable, rule: number): BlockSums {
  const sums = {
    lossUsd6: new Float64Array(BLOCKS),
    navSecondsUsd6: new Float64Array(BLOCKS),
  }
  for (let day = 0; day < count; day++) {
    const block = Math.floor((day * BLOCKS) / count)
    sums.lossUsd6[block] = (sums.lossUsd6[block] as number) + (lossUsd6[rule]?.[day] as number)
    sums.navSecondsUsd6[block] =
      (sums.navSecondsUsd6[block] as number) + (navSecondsUsd6[rule]?.[day] as number)
  }
  return sums
}

function computeMasked({ lossUsd6, navSecondsUsd6 }: BlockSums, mask: number): number {
  let [loss, seconds] = [0, 0]
  for (let block = 0; block < BLOCKS; block++) {
    if (((mask >> block) & 1) === 0) continue
    loss += lossUsd6[block] as number
    seconds += navSecondsUsd6[block] as number
  }
  return computeJ(loss, seconds)
}

function countBits(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}
