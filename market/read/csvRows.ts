// A fast reader of CSV files of whole numbers.
//
// Method:   the bytes go by once. A cell of up to 15 digits is summed up as a double, which is exact; a longer one is looked at
//           again as text. Every line, the last as well, ends with a line feed: a file that was cut off is never taken for a whole.
// Domain:   no quotes, no empty cells, no comments. Line 1 names the columns.

import type { ColumnRule } from '../columns.ts'
import { MarketColumnsError, MarketFileError, MarketRowError } from '../errors.ts'
import type { FileBytes, MarketFiles } from './marketFiles.ts'
import { createColumns, describeRange, ROWS_PER_CHUNK, type Rows } from './rows.ts'

const [LINE_FEED, COMMA, MINUS, ZERO] = [10, 44, 45, 48]
/** Read at once. */
const BUFFER_BYTES = 1 << 18
/** Digits that a double holds whatever they are. */
const EXACT_DIGITS = 15

/**
 * The rows of a plain or gzipped CSV file.
 *
 * @throws MarketFileError, MarketColumnsError, MarketRowError
 */
export async function* readCsvRows(
  files: MarketFiles,
  file: string,
  rules: readonly ColumnRule[],
): AsyncGenerator<Rows> {
  const reader = new CsvReader(file, rules)
  let hasColumns = false
  for await (const { buffer, end } of readLines(files, file)) {
    let at = 0
    if (!hasColumns) {
      at = buffer.indexOf(LINE_FEED) + 1
      checkColumns(file, decode(buffer, 0, at - 1), rules)
      hasColumns = true
    }
    while (at < end) {
      at = reader.fill(buffer, at, end)
      if (reader.isFull) yield reader.take()
    }
  }
  if (!hasColumns) throw new MarketFileError(file, 'is empty; get the whole file')
  if (reader.count > 0) yield reader.take()
}

/** Whole lines; the buffer is filled anew for the next ones. */
async function* readLines(
  files: MarketFiles,
  file: string,
): AsyncGenerator<{ buffer: Uint8Array; end: number }> {
  let buffer = new Uint8Array(BUFFER_BYTES)
  let filled = 0
  let source: FileBytes | undefined
  try {
    source = await files.openBytes(file)
    for (;;) {
      // A line that does not fit gets more room.
      if (filled === buffer.length) buffer = widen(buffer)
      const count = await source.read(buffer, filled)
      if (count === 0) break
      filled += count
      const end = buffer.lastIndexOf(LINE_FEED, filled - 1) + 1
      if (end === 0) continue
      yield { buffer, end }
      buffer.copyWithin(0, end, filled)
      filled -= end
    }
  } finally {
    await source?.close()
  }
  if (filled > 0) {
    throw new MarketFileError(file, 'ends in the middle of a line; get the whole file')
  }
}

function widen(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  const wide = new Uint8Array(2 * buffer.length)
  wide.set(buffer)
  return wide
}

// What is no text is told as what a reader would see in its place.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function decode(buffer: Uint8Array, from: number, to: number): string {
  return decoder.decode(buffer.subarray(from, to))
}

function checkColumns(file: string, line: string, rules: readonly ColumnRule[]): void {
  const expected = rules.map(({ name }) => name).join(',')
  if (line !== expected) throw new MarketColumnsError(file, line, expected)
}

/** Fills columns with the cells of lines. */
class CsvReader {
  count = 0
  private line = 2
  private readonly file: string
  private readonly rules: readonly ColumnRule[]
  private readonly columns
  private readonly narrow: (Float64Array | undefined)[]
  private readonly wide: (bigint[] | undefined)[]

  constructor(file: string, rules: readonly ColumnRule[]) {
    this.file = file
    this.rules = rules
    this.columns = createColumns(rules)
    this.narrow = rules.map(({ name }) => this.columns.narrow.get(name))
    this.wide = rules.map(({ name }) => this.columns.wide.get(name))
  }

  get isFull(): boolean {
    return this.count === ROWS_PER_CHUNK
  }

  take(): Rows {
    const { count, columns, file } = this
    this.count = 0
    return { count, place: { file, unit: 'line', number: this.line - count }, ...columns }
  }

  /** Reads whole lines from `at` on, up to `end` or until full; returns where it stopped. */
  fill(buffer: Uint8Array, from: number, end: number): number {
    const { narrow, rules } = this
    const last = rules.length - 1
    let at = from
    while (at < end && this.count < ROWS_PER_CHUNK) {
      for (let column = 0; column <= last; column++) {
        const start = at
        const isNegative = buffer[at] === MINUS
        if (isNegative) at++
        const digitsAt = at
        let value = 0
        let digit = (buffer[at] as number) - ZERO
        while (digit >= 0 && digit <= 9) {
          value = value * 10 + digit
          digit = (buffer[++at] as number) - ZERO
        }
        const digits = at - digitsAt
        const isEnd = buffer[at] === (column === last ? LINE_FEED : COMMA)
        const values = narrow[column]
        if (isEnd && digits > 0 && digits <= EXACT_DIGITS && values !== undefined) {
          values[this.count] = isNegative && value !== 0 ? -value : value
        } else {
          at = this.readText(buffer, start, column)
        }
        at++
      }
      this.count++
      this.line++
    }
    return at
  }

  /** A cell that is long, wide or wrong; returns where it ends. */
  private readText(buffer: Uint8Array, start: number, column: number): number {
    let at = start
    while (buffer[at] !== COMMA && buffer[at] !== LINE_FEED) at++
    const rule = this.rules[column] as ColumnRule
    const isLast = column === this.rules.length - 1
    const text = decode(buffer, start, at)
    if ((buffer[at] === LINE_FEED) !== isLast) this.refuse(column, text, isLast)
    if (!/^-?\d{1,39}$/.test(text)) throw this.createError(rule, text)
    const value = BigInt(text)
    const wide = this.wide[column]
    if (wide !== undefined) wide[this.count] = value
    else {
      // What a double cannot hold is out of every range: `checkRows` tells.
      const values = this.narrow[column] as Float64Array
      values[this.count] = Number(value)
    }
    return at
  }

  private refuse(column: number, text: string, isLast: boolean): never {
    const { rules, file, line } = this
    const rule = rules[column] as ColumnRule
    const got = isLast ? `${text} and more cells` : `${text} and then the end of the line`
    const allowed = `a line of ${rules.length} cells`
    throw new MarketRowError({ file, unit: 'line', number: line }, rule.name, got, allowed)
  }

  private createError(rule: ColumnRule, text: string): MarketRowError {
    const place = { file: this.file, unit: 'line', number: this.line } as const
    return new MarketRowError(place, rule.name, text, describeRange(rule))
  }
}
