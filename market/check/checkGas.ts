import { formatMinute } from '../formatMinute.ts'
import type { MarketChain } from '../manifest.ts'
import { type CheckedTable, type Finding, findColumn, timeOf } from './finding.ts'

/** 1e-4 gwei: below it, gwei were taken for wei. The cheapest rollups are above. */
const LEAST_MEDIAN_WEI = 100_000
/** Equal gas prices for so many rows are no record. */
const CONSTANT_ROWS = 100
/** Of the steps from block to block, how many the fee rule has to explain. */
const EXPLAINED_SHARE = 0.95
/** Shares of gas are recorded to a millionth: what a base fee may differ by. */
const FEE_TOLERANCE = 2e-6
const DENOMINATORS = [8, 16, 32, 64, 250]

/** Finds gas prices in a wrong unit, constant ones, and base fees that do not follow the chain's rule. */
export function checkGas(table: CheckedTable, chain: MarketChain): Finding[] {
  const fees = findColumn(table, 'baseFeePerGas')
  if (fees === undefined) return []
  const found = [findUnit(table, fees), findConstant(table, fees), findRule(table, fees, chain)]
  return found.filter((finding) => finding !== undefined)
}

function findUnit(table: CheckedTable, fees: Float64Array): Finding | undefined {
  const median = fees.toSorted()[Math.floor(fees.length / 2)] ?? 0
  if (median >= LEAST_MEDIAN_WEI) return undefined
  return {
    name: 'gas-unit',
    severity: 'warn',
    file: table.file,
    at: timeOf(table, 0),
    count: table.count,
    text: `the gas price is mostly ${median} wei, which no chain takes: gwei that were taken for wei? Give the file in its own unit`,
  }
}

function findConstant(table: CheckedTable, fees: Float64Array): Finding | undefined {
  if (fees.length < CONSTANT_ROWS || fees.some((fee) => fee !== fees[0])) return undefined
  return {
    name: 'gas-constant',
    severity: 'warn',
    file: table.file,
    at: timeOf(table, 0),
    count: table.count,
    text: `the gas price is ${fees[0]} wei in every row: it was assumed, not recorded; say so in \`assumptions\``,
  }
}

/** EIP-1559: a base fee follows from the one before and from how full that block was. */
function findRule(
  table: CheckedTable,
  fees: Float64Array,
  { gasTargetPips, baseFeeDenominator }: MarketChain,
): Finding | undefined {
  const [numbers, used] = [findColumn(table, 'number'), findColumn(table, 'gasUsedRatioPips')]
  if (table.kind !== 'block' || numbers === undefined || used === undefined) return undefined
  const follows = (index: number) => numbers[index] === (numbers[index - 1] ?? 0) + 1
  const count = (denominator: number) => {
    let explained = 0
    for (let index = 1; index < table.count; index += 1) {
      const before = fees[index - 1] ?? 0
      const over = (used[index - 1] ?? 0) / gasTargetPips - 1
      const difference = Math.abs(before * (1 + over / denominator) - (fees[index] ?? 0))
      // Below a few wei the rule rounds.
      if (follows(index) && difference <= Math.max(before * FEE_TOLERANCE, 2)) explained += 1
    }
    return explained
  }
  let steps = 0
  let first = 0
  for (let index = 1; index < table.count; index += 1) {
    if (!follows(index)) continue
    steps += 1
    first ||= index
  }
  if (steps === 0 || count(baseFeeDenominator) >= EXPLAINED_SHARE * steps) return undefined
  const better = DENOMINATORS.find((other) => count(other) >= EXPLAINED_SHARE * steps)
  const advice =
    better === undefined
      ? 'correct gasTargetPips and baseFeeDenominator in market.json, or say in `assumptions` why they differ'
      : `a baseFeeDenominator of ${better} does; set it in market.json`
  const at = timeOf(table, first)
  return {
    name: 'fee-rule',
    severity: 'warn',
    file: table.file,
    at,
    count: steps - count(baseFeeDenominator),
    text:
      `the base fees from ${formatMinute(BigInt(at))} on do not follow the chain's fee rule ` +
      `(target ${gasTargetPips / 1e4} %, denominator ${baseFeeDenominator}): ${advice}`,
  }
}
