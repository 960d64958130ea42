import { type CheckedTable, findColumn } from './finding.ts'

/** The prices of a table in ticks, so that all prices can be measured by one ruler; in rising order of the price. */
export interface PriceLine {
  close: Float64Array
  open: Float64Array | undefined
  high: Float64Array | undefined
  low: Float64Array | undefined
  /** Whether something was traded in a row; undefined where that is not recorded. */
  isTraded: ((index: number) => boolean) | undefined
  /** By how much two steps differ by rounding alone. */
  roundingTicks: number
}

const LN_TICK = Math.log1p(1e-4)

/** The prices of a partition that has any; undefined for other kinds. */
export function readPriceLine(table: CheckedTable): PriceLine | undefined {
  return table.kind === 'pool' ? readPool(table) : readExchange(table)
}

function readPool(table: CheckedTable): PriceLine | undefined {
  // The tick is of the dollar: the lowest tick is the highest price.
  const read = (name: string) => findColumn(table, name)?.map((tick) => -tick)
  const close = read('closeTick')
  if (close === undefined) return undefined
  const [in0, in1] = [findColumn(table, 'inAmount0'), findColumn(table, 'inAmount1')]
  const isTraded = in0 && in1 && ((index: number) => (in0[index] ?? 0) > 0 || (in1[index] ?? 0) > 0)
  return {
    close,
    open: read('openTick'),
    high: read('lowestTick'),
    low: read('highestTick'),
    isTraded,
    roundingTicks: 0,
  }
}

function readExchange(table: CheckedTable): PriceLine | undefined {
  const read = (name: string) =>
    findColumn(table, name)?.map((price) => Math.log(price / 1e6) / LN_TICK)
  const isPerpetual = findColumn(table, 'priceUsd6') === undefined
  const close = read(isPerpetual ? 'perpPriceUsd6' : 'priceUsd6')
  if (close === undefined) return undefined
  const volume = findColumn(table, 'volumeUsd6')
  return {
    close,
    open: isPerpetual ? undefined : read('openUsd6'),
    high: read(isPerpetual ? 'perpHighUsd6' : 'highUsd6'),
    low: read(isPerpetual ? 'perpLowUsd6' : 'lowUsd6'),
    isTraded: volume && ((index: number) => (volume[index] ?? 0) > 0),
    roundingTicks: 2e-6,
  }
}
