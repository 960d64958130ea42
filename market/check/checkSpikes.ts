import { formatMinute } from '../formatMinute.ts'
import { type CheckedTable, type Finding, findColumn, timeOf } from './finding.ts'
import { readPriceLine } from './priceLine.ts'
import { showCount } from './showCount.ts'

/** Half a percent: what is smaller is no matter. */
const LEAST_TICKS = 50
/** How many times the usual range a way there and back is. */
const TIMES_USUAL = 10
/** What share of a way is left when it came back. */
const LEFT_SHARE = 0.2
/** How many times a liquidity is that of both neighbours. */
const LIQUIDITY_TIMES = 3

/** Finds prices, and liquidity, that went far and came back within a row. */
export function checkSpikes(table: CheckedTable): Finding[] {
  return [...findPriceSpikes(table), ...findLiquiditySpikes(table)]
}

function findPriceSpikes(table: CheckedTable): Finding[] {
  const line = readPriceLine(table)
  if (line === undefined) return []
  const { close, high = close, low = close } = line
  const usual = median(high.map((value, index) => value - (low[index] ?? 0)))
  const usualMove = median(
    close.map((value, index) => Math.abs(value - (close[index - 1] ?? value))),
  )
  const least = Math.max(LEAST_TICKS, TIMES_USUAL * Math.max(usual, usualMove))
  const places: { index: number; ticks: number }[] = []
  for (let index = 1; index < table.count; index += 1) {
    const [before, after] = [close[index - 1] ?? 0, close[index] ?? 0]
    const [top, bottom] = [Math.max(before, after), Math.min(before, after)]
    const within = Math.max((high[index] ?? top) - top, bottom - (low[index] ?? bottom))
    const next = close[index + 1] ?? after
    const jump = Math.abs(after - before)
    const isBack = jump >= least && Math.abs(next - before) <= LEFT_SHARE * jump
    const ticks = Math.max(within, isBack ? jump : 0)
    if (ticks >= least) places.push({ index, ticks })
  }
  const [first] = places
  if (first === undefined) return []
  const largest = places.reduce((most, place) => (place.ticks > most.ticks ? place : most), first)
  const percent = 100 * Math.expm1(largest.ticks * 1e-4)
  return [
    {
      name: 'spike',
      severity: 'warn',
      file: table.file,
      at: timeOf(table, first.index),
      count: places.length,
      text:
        `the price went away and came back within a row in ${showCount(places.length, 'row')}, farthest by ${percent.toFixed(2)} % at ` +
        `${formatMinute(BigInt(timeOf(table, largest.index)))}: one swap can do that; lows and highs hold it, and liquidations at them`,
    },
  ]
}

function findLiquiditySpikes(table: CheckedTable): Finding[] {
  const liquidity = findColumn(table, 'liquidity')
  if (liquidity === undefined) return []
  const places: number[] = []
  for (let index = 1; index < table.count - 1; index += 1) {
    const neighbours = Math.max(liquidity[index - 1] ?? 0, liquidity[index + 1] ?? 0)
    if (neighbours > 0 && (liquidity[index] ?? 0) > LIQUIDITY_TIMES * neighbours) places.push(index)
  }
  const [first] = places
  if (first === undefined) return []
  const at = timeOf(table, first)
  return [
    {
      name: 'liquidity-spike',
      severity: 'warn',
      file: table.file,
      at,
      count: places.length,
      text:
        `the liquidity is more than ${LIQUIDITY_TIMES} times that of the rows around it in ${showCount(places.length, 'row')}, first at ` +
        `${formatMinute(BigInt(at))}: minted for one trade and burned again; the depth of these rows was there for a moment only`,
    },
  ]
}

/** Of the values above 0; 0 without any. */
function median(values: Float64Array): number {
  const sorted = values.filter((value) => value > 0).toSorted()
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
