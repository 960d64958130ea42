import { type FeeRule, inferGasUsedPips } from '../inferGasUsed.ts'
import type { ImportedTable } from './toPartitionInputs.ts'

/** Over longer steps the price goes up and down, and says nothing of single blocks. */
const MAX_STEP_SEC = 60

/**
 * Adds how full blocks were to a gas price by the minute that does not say it; at the target, where a row follows none.
 * Other tables stay as they are.
 */
export function addGasUsed(table: ImportedTable, rule: FeeRule): ImportedTable {
  const { kind, stepSec, rows } = table
  const isRecorded = rows.some(({ values }) => values.gasUsedRatioPips !== undefined)
  const isByMinute = stepSec !== undefined && stepSec <= MAX_STEP_SEC
  if (kind !== 'gas' || isRecorded || !isByMinute || rule.baseFeeDenominator === 0) return table
  const added = rows.map((row, index) => {
    const before = rows[index - 1]
    const isNext = before !== undefined && row.at - before.at === stepSec
    const [from, to] = [before?.values.baseFeePerGas, row.values.baseFeePerGas]
    const pips = isNext
      ? inferGasUsedPips(Number(from), Number(to), stepSec, rule)
      : rule.gasTargetPips
    return { ...row, values: { ...row.values, gasUsedRatioPips: BigInt(pips ?? 0) } }
  })
  return { ...table, rows: added }
}
