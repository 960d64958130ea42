import { formatMinute } from '../formatMinute.ts'
import type { Manifest, PartitionKind } from '../manifest.ts'
import { type CheckedTable, type Finding, findColumn } from './finding.ts'
import { findNativeCoin, isSameCoin } from './nativeCoins.ts'
import { showCount } from './showCount.ts'

/** All of a manifest that does not follow from the rows. */
type Parts = Pick<Manifest, 'chain' | 'venue'>

/** Finds what a market as a whole lacks, and what in it does not fit together. */
export function checkWhole(parts: Parts, tables: readonly CheckedTable[]): Finding[] {
  const found = [
    findMissingPrice(tables),
    findDepth(parts, tables),
    findMissingGas(parts, tables),
    findNoCommonTime(tables),
  ]
  return [...checkCoins(parts, tables), ...found.filter((finding) => finding !== undefined)]
}

function has(tables: readonly CheckedTable[], kind: PartitionKind, column: string): boolean {
  return tables.some((table) => table.kind === kind && findColumn(table, column) !== undefined)
}

function findMissingPrice(tables: readonly CheckedTable[]): Finding | undefined {
  const names = ['priceUsd6', 'perpPriceUsd6']
  if (has(tables, 'pool', 'closeTick') || names.some((name) => has(tables, 'price', name))) return
  const isIndex = tables.some(({ kind }) => kind === 'volatility')
  const isChain = tables.some(({ kind }) => kind === 'option')
  // A chain of options has the forward's price.
  if (isChain) return
  return {
    name: 'no-price',
    severity: 'refuse',
    text: `no partition has a price of the asset${isIndex ? ': an index of volatility is none' : ''}; import the bars of an exchange or a pool beside it`,
  }
}

function findDepth({ venue }: Parts, tables: readonly CheckedTable[]): Finding | undefined {
  if (has(tables, 'price', 'depthUsd6')) return undefined
  const pool = tables.find(({ kind }) => kind === 'pool')
  const liquidity = pool && findColumn(pool, 'liquidity')
  if (liquidity === undefined && venue.depthUsd6 === undefined) {
    return {
      name: 'no-depth',
      severity: 'warn',
      text: 'no depth is recorded and none is assumed: nothing can be traded at a price; give --depth when you import, or import a pool',
    }
  }
  const isConstant = liquidity?.every((value) => value === liquidity[0]) ?? true
  if (!isConstant || (liquidity?.length ?? 2) < 2) return undefined
  const what =
    liquidity === undefined
      ? `depth is constant: $${Math.round((venue.depthUsd6 ?? 0) / 1e6).toLocaleString('en-US')} is assumed at all times`
      : `depth is constant: the pool's liquidity is the same in all of its ${showCount(liquidity.length, 'row')}`
  return {
    name: 'depth-constant',
    severity: 'warn',
    file: pool?.file,
    text: `${what}; in a crash it is not, and large trades come out too cheap`,
  }
}

function hasGas({ chain }: Parts, tables: readonly CheckedTable[]): boolean {
  return (chain.baseFeePerGas ?? 0) > 0 || tables.some(({ kind }) => isGas(kind))
}

function isGas(kind: PartitionKind): boolean {
  return kind === 'block' || kind === 'gas'
}

function findMissingGas(parts: Parts, tables: readonly CheckedTable[]): Finding | undefined {
  // Who writes that gas costs nothing has said it.
  if (hasGas(parts, tables) || parts.chain.baseFeePerGas === 0) return undefined
  return {
    name: 'no-gas',
    severity: 'warn',
    text: 'no gas price is recorded and none is assumed: no backtest can run; import headers (blocks), or gas-minutes or gas-days beside it',
  }
}

/** The gas price is in the chain's coin, whatever the market trades. */
function checkCoins(parts: Parts, tables: readonly CheckedTable[]): Finding[] {
  const { chain, venue } = parts
  if (!hasGas(parts, tables)) return []
  const refuse = (text: string): Finding[] => [{ name: 'gas-coin', severity: 'refuse', text }]
  const known = findNativeCoin(chain.name)
  if (known !== undefined && !isSameCoin(known, chain.nativeCoin)) {
    return refuse(
      `gas on ${chain.name} is paid in ${known}, market.json says ${chain.nativeCoin}; correct nativeCoin, and give the price of ${known}`,
    )
  }
  const isPriced = chain.nativePriceUsd6 !== undefined || has(tables, 'gas', 'nativePriceUsd6')
  if (isPriced || isSameCoin(chain.nativeCoin, venue.asset)) return []
  return refuse(
    `gas is paid in ${chain.nativeCoin}, the market is of ${venue.asset}, and no price of ${chain.nativeCoin} is given; give --native-price, or gas is taken as if it were paid in ${venue.asset}`,
  )
}

function findNoCommonTime(tables: readonly CheckedTable[]): Finding | undefined {
  const spans = tables.map(({ columns: { at = new Float64Array() }, file }) => {
    return { file, from: at[0] ?? 0, to: at.at(-1) ?? 0 }
  })
  const last = spans.toSorted((a, b) => b.from - a.from)[0]
  const first = spans.toSorted((a, b) => a.to - b.to)[0]
  if (last === undefined || first === undefined || last.from <= first.to) return undefined
  const [begin, end] = [last.from, first.to].map((at) => formatMinute(BigInt(at)))
  return {
    name: 'no-common-time',
    severity: 'refuse',
    text: `${first.file} ends at ${end}, before ${last.file} begins at ${begin}; import records of the same time`,
  }
}
