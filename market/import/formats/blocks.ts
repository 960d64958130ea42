import { MAX_BASE_FEE_PER_GAS } from '../../minute.ts'
import type { Names, RowReader } from '../rowReader.ts'
import { defineTable, keepTime, type SourceFormat } from '../sourceFormat.ts'

const number: Names = ['number', 'block_number', 'blockNumber']
const baseFee: Names = ['base_fee_wei', 'base_fee_per_gas', 'baseFeePerGas']
const gasUsed: Names = ['gas_used', 'gasUsed']
const gasLimit: Names = ['gas_limit', 'gasLimit']
/** Gas used over the target, 1 = the target, which is half of the limit. */
const overTarget: Names = ['gas_used_over_target_implied', 'gas_used_over_target']

const FULL_PIPS = 1_000_000n

/** Headers of a chain, block by block. */
export const blocksFormat: SourceFormat = {
  name: 'blocks',
  title:
    'headers block by block: number, timestamp, base fee in wei, gas used and gas limit, or gas used over the target',
  time: ['timestamp', 'time', 'block_timestamp'],
  needs: [number, baseFee, [...gasUsed, ...overTarget]],
  stepSec: 0,
  assumptions: [],
  tables: [
    defineTable({
      kind: 'block',
      read: (row) => ({
        number: row.decimal(number, 0, { min: 0n }),
        baseFeePerGas: row.decimal(baseFee, 0, { min: 1n, max: MAX_BASE_FEE_PER_GAS }),
        gasUsedRatioPips: readGasUsed(row),
      }),
      // How full the last block is, a file of implied figures cannot know.
      build: (rows) =>
        keepTime(rows.at(-1)?.raw.gasUsedRatioPips === undefined ? rows.slice(0, -1) : rows),
    }),
  ],
}

function readGasUsed(row: RowReader): bigint | undefined {
  if (row.find(gasUsed) === undefined) {
    const half = row.optional(overTarget, 6, { min: 0n, max: 2n * FULL_PIPS })
    return half === undefined ? undefined : half / 2n
  }
  const limit = row.decimal(gasLimit, 0, { min: 1n })
  return (row.decimal(gasUsed, 0, { min: 0n, max: limit }) * FULL_PIPS) / limit
}
