import { MarketRowError } from '../errors.ts'
import type { CsvLine, CsvTable } from './csvTable.ts'
import { parseDecimal } from './parseDecimal.ts'

/** The ways in which files spell one column. */
export type Names = readonly string[]

/** What a value may be, in units of the field. */
interface Range {
  min?: bigint
  max?: bigint
}

/** Reads the values of one line after the other, by their columns. */
export class RowReader {
  readonly file: string
  line = 0
  readonly #columns: readonly string[]
  readonly #places = new Map<Names, number>()
  #values: readonly string[] = []

  constructor({ file, columns }: Pick<CsvTable, 'file' | 'columns'>) {
    this.file = file
    this.#columns = columns
  }

  setLine({ line, values }: CsvLine): void {
    this.line = line
    this.#values = values
  }

  /** Which spelling of a column the file has; undefined if it has none. */
  find(names: Names): string | undefined {
    return names.find((name) => this.#columns.includes(name))
  }

  /** A value as it stands; empty if it is, or if the file does not have the column. */
  text(names: Names): string {
    let place = this.#places.get(names)
    if (place === undefined) {
      place = this.#columns.indexOf(this.find(names) ?? '\0')
      this.#places.set(names, place)
    }
    return this.#values[place]?.trim() ?? ''
  }

  /**
   * A decimal number in units of 10^-digits.
   *
   * @throws MarketRowError if it is none, or out of its range.
   */
  decimal(names: Names, digits: number, { min, max }: Range = {}): bigint {
    const text = this.text(names)
    const value = parseDecimal(text, digits)
    const isAllowed =
      value !== undefined &&
      (min === undefined || value >= min) &&
      (max === undefined || value <= max)
    if (isAllowed) return value
    const from = min === undefined ? '' : ` from ${show(min, digits)}`
    const to = max === undefined ? '' : ` to ${show(max, digits)}`
    throw this.refuse(names, `a decimal number${from}${to}`)
  }

  /** As `decimal`; undefined where the file has nothing. */
  optional(names: Names, digits: number, range: Range = {}): bigint | undefined {
    return this.text(names) === '' ? undefined : this.decimal(names, digits, range)
  }

  /** The error for a value that is not allowed. */
  refuse(names: Names, allowed: string): MarketRowError {
    const column = this.find(names) ?? names[0] ?? ''
    return new MarketRowError(
      { file: this.file, unit: 'line', number: this.line },
      column,
      this.text(names),
      allowed,
    )
  }
}

function show(value: bigint, digits: number): string {
  return digits === 0 ? `${value}` : `${Number(value) / 10 ** digits}`
}
