import { formatMinute } from '../formatMinute.ts'
import { type CheckedTable, type Finding, timeOf } from './finding.ts'
import { type PriceLine, readPriceLine } from './priceLine.ts'

/** Fewer rows than this say nothing about the order of open and close. */
const LEAST_ROWS = 20
/** Ticks by which a close may lie outside by rounding. */
const TOLERANCE_TICKS = 1e-6

/** Finds bars whose open and close are swapped, and closes that lie outside their bar. */
export function checkBars(table: CheckedTable): Finding[] {
  const line = readPriceLine(table)
  if (line === undefined) return []
  return [...findSwap(table, line), ...findOutside(table, line)]
}

/** A bar opens near where the one before closed; where it closes near where that one opened, the names are swapped. */
function findSwap(table: CheckedTable, { close, open }: PriceLine): Finding[] {
  if (open === undefined || table.count < LEAST_ROWS) return []
  let asNamed = 0
  let swapped = 0
  for (let index = 1; index < table.count; index += 1) {
    asNamed += Math.abs((open[index] ?? 0) - (close[index - 1] ?? 0))
    swapped += Math.abs((close[index] ?? 0) - (open[index - 1] ?? 0))
  }
  if (swapped * 2 >= asNamed) return []
  const steps = table.count - 1
  return [
    {
      name: 'swapped-open-close',
      severity: 'refuse',
      file: table.file,
      at: timeOf(table, 0),
      count: table.count,
      text:
        `open and close are swapped: the close is ${(swapped / steps).toFixed(2)} ticks from the open of the row before, ` +
        `the open ${(asNamed / steps).toFixed(2)} from its close; give the columns their right names`,
    },
  ]
}

function findOutside(table: CheckedTable, { close, high, low }: PriceLine): Finding[] {
  if (high === undefined || low === undefined) return []
  const places: number[] = []
  let farthest = 0
  for (let index = 0; index < table.count; index += 1) {
    const at = close[index] ?? 0
    const outside = Math.max(at - (high[index] ?? 0), (low[index] ?? 0) - at)
    if (outside <= TOLERANCE_TICKS) continue
    places.push(index)
    farthest = Math.max(farthest, outside)
  }
  const [first] = places
  if (first === undefined) return []
  const at = timeOf(table, first)
  return [
    {
      name: 'close-outside',
      severity: 'warn',
      file: table.file,
      at,
      count: places.length,
      text:
        `the close lies outside low and high in ${places.length.toLocaleString('en-US')} of ${table.count.toLocaleString('en-US')} rows, ` +
        `first at ${formatMinute(BigInt(at))}, by up to ${(farthest / 100).toFixed(2)} %; the range of a row then includes its close`,
    },
  ]
}
