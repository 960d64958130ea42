import type { Manifest } from '../manifest.ts'
import { type CheckedTable, findColumn } from './finding.ts'

/** One figure of a market over its time. */
export interface FigureLine {
  name: string
  /** In words: `USD`, `gwei`, `$M`, `%`. */
  unit: string
  /** In order of time; NaN where nothing is recorded. */
  values: Float64Array
}

/** What a reader of a market wants to see of it: price, gas, depth, funding, volatility, as far as they are recorded. */
export function listFigures(
  { venue }: Pick<Manifest, 'venue'>,
  tables: readonly CheckedTable[],
): FigureLine[] {
  return tables.flatMap((table) => readFigures(table, venue.asset))
}

function readFigures(table: CheckedTable, asset: string): FigureLine[] {
  const read = (name: string, unit: string, column: string, scale: number): FigureLine[] => {
    const values = findColumn(table, column)
    return values === undefined
      ? []
      : [{ name, unit, values: values.map((value) => value / scale) }]
  }
  switch (table.kind) {
    case 'pool':
      return readPool(table, asset)
    case 'price':
      return [
        ...read(asset, 'USD', 'priceUsd6', 1e6),
        ...read('perpetual', 'USD', 'perpPriceUsd6', 1e6),
        ...read('depth', '$M', 'depthUsd6', 1e12),
      ]
    case 'block':
    case 'gas':
      return [
        ...read('gas', 'gwei', 'baseFeePerGas', 1e9),
        ...read('coin', 'USD', 'nativePriceUsd6', 1e6),
      ]
    case 'funding':
      return read('funding', '%', 'fundingPips9', 1e7)
    case 'volatility':
      return read('implied', '%', 'impliedVarianceWad', 1).map((line) => {
        return {
          ...line,
          values: line.values.map((variance) => Math.sqrt(variance / 1e18) * 100),
        }
      })
    case 'option':
      return [
        ...read('forward', 'USD', 'forwardUsd6', 1e6),
        ...read('implied', '%', 'markVolatilityPips', 1e4),
      ]
  }
}

/** Price and virtual reserve of a pool of a dollar of 6 decimals and an asset of 18. */
function readPool(table: CheckedTable, asset: string): FigureLine[] {
  const [ticks, liquidity] = [findColumn(table, 'closeTick'), findColumn(table, 'liquidity')]
  if (ticks === undefined || liquidity === undefined) return []
  const price = ticks.map((tick) => 1e12 * 1.0001 ** -tick)
  const depth = liquidity.map(
    (value, index) => (value * 1.0001 ** (-(ticks[index] ?? 0) / 2)) / 1e12,
  )
  return [
    { name: asset, unit: 'USD', values: price },
    { name: 'depth', unit: '$M', values: depth },
  ]
}
