import { z } from 'zod'
import { showText } from '../core/showText.ts'

/** What a column holds, which also decides how each format writes it: `text` is a name of ours, `words` what a stranger wrote. */
export type ColumnKind = 'integer' | 'decimal' | 'time' | 'flag' | 'text' | 'words' | 'bytes'

/** One column of a dataset. */
export interface Column {
  name: string
  kind: ColumnKind
  /** Whether it can be without a value. */
  isNullable: boolean
  /** Unit, in words: `1e6 = $1`. */
  unit: string
  /** Meaning of the column, with its unit if it has one. */
  description: string
  /** Path of the value in an entity: `market.id`. */
  path: readonly string[]
}

/** A value of a column: bigint for integer, decimal and time (Unix seconds). */
export type Cell = bigint | boolean | string | null

// No terminal obeys one, and no spreadsheet takes one for a formula.
const name = z.string().regex(/^[A-Za-z][\w.-]*$/, 'a name of letters and digits is expected')
const decimalText = z.string().regex(/^-?\d+$/, 'a whole number in decimal digits is expected')
const wholeNumber = z.union([z.int(), decimalText]).transform((value) => BigInt(value))

const cellTypes: Readonly<Record<ColumnKind, z.ZodType<Cell>>> = {
  // graph-node writes Int as a number, Int8 and BigInt as text.
  integer: wholeNumber,
  decimal: wholeNumber,
  time: wholeNumber,
  flag: z.boolean(),
  text: z.union([name, z.array(name).transform((items) => items.join(' '))]),
  words: z.string().transform(showText),
  bytes: z.string().regex(/^0x([0-9a-f]{2})*$/, 'bytes in hexadecimal are expected'),
}

/** The check of a column's value. */
export function createCellType({ kind, isNullable }: Column): z.ZodType<Cell> {
  return isNullable ? cellTypes[kind].nullable() : cellTypes[kind]
}
