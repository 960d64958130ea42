import type { PartitionKind } from '../manifest.ts'

/** What a check can find. */
export type FindingName =
  | 'local-time'
  | 'falling-clock'
  | 'duplicate'
  | 'irregular-step'
  | 'gap'
  | 'swapped-open-close'
  | 'close-outside'
  | 'interpolated'
  | 'smoothed'
  | 'repeated-price'
  | 'few-returns'
  | 'no-volume'
  | 'spike'
  | 'liquidity-spike'
  | 'gas-unit'
  | 'gas-coin'
  | 'gas-constant'
  | 'fee-rule'
  | 'depth-constant'
  | 'no-depth'
  | 'no-price'
  | 'no-gas'
  | 'no-common-time'
  | 'not-readable'

/** Something about a market that a voter has to know. */
export interface Finding {
  name: FindingName
  /** `refuse`: no result of this market can be trusted. `warn`: a result holds, with this said beside it. */
  severity: 'refuse' | 'warn'
  /** The partition's file; undefined for the market as a whole. */
  file?: string | undefined
  /** Where it is first, unix seconds. */
  at?: number | undefined
  /** Rows concerned. */
  count?: number | undefined
  /** What was found and what to do. */
  text: string
}

/** A partition's figures as the checks read them. */
export interface CheckedTable {
  kind: PartitionKind
  file: string
  /** Usual distance of two rows, seconds; undefined for events, headers and quotes. */
  stepSec: number | undefined
  count: number
  /** By name, `at` among them; NaN where nothing is recorded. */
  columns: Readonly<Record<string, Float64Array>>
}

/** A column's values; undefined if the table has none of this name, or nothing in it. */
export function findColumn({ columns }: CheckedTable, name: string): Float64Array | undefined {
  const values = columns[name]
  return values?.some((value) => !Number.isNaN(value)) ? values : undefined
}

/** The time of a row, unix seconds. */
export function timeOf({ columns }: CheckedTable, index: number): number {
  return columns.at?.[index] ?? Number.NaN
}
