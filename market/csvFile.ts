import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { decodeText } from '../files/readTextFile.ts'
import { ScenarioColumnsError, ScenarioFileError, ScenarioRowError } from './errors.ts'

/** One line of a file of figures: its values by column, and where it stands, for messages. */
export interface CsvRow<Column extends string> {
  file: string
  /** Counts from 1. */
  line: number
  values: Record<Column, string>
}

export interface CsvFile<Column extends string> {
  /** Lines that begin with `#`, without it, before the column line. */
  header: string[]
  rows: CsvRow<Column>[]
}

/**
 * Reads a plain or gzipped CSV file without quotes, whose column line must be exactly `columns`.
 * Every line, the last as well, ends with a line feed: a file that was cut off is never taken for a
 * whole one.
 *
 * @throws ScenarioFileError if the file cannot be read, is empty or was cut off.
 * @throws ScenarioColumnsError if the columns are not the expected ones.
 * @throws ScenarioRowError if a line has too few or too many values.
 */
export function readCsvFile<const Column extends string>(
  file: string,
  columns: readonly Column[],
): CsvFile<Column> {
  const text = readText(file)
  if (text === '') throw new ScenarioFileError(file, 'is empty; give a whole file')
  if (!text.endsWith('\n')) {
    throw new ScenarioFileError(file, 'ends in the middle of a line; give a whole file')
  }
  const lines = text.slice(0, -1).split('\n')
  const header: string[] = []
  while (lines[header.length]?.startsWith('#')) {
    header.push((lines[header.length] as string).slice(1).trim())
  }
  const got = lines[header.length] ?? 'missing'
  const expected = columns.join(',')
  if (got !== expected) throw new ScenarioColumnsError(file, header.length + 1, got, expected)

  const rows: CsvRow<Column>[] = []
  for (let index = header.length + 1; index < lines.length; index++) {
    const values = (lines[index] as string).split(',')
    const line = index + 1
    if (values.length !== columns.length) {
      const field = columns[values.length] ?? `${columns.length + 1}`
      const allowed = `a line of ${columns.length} values`
      throw new ScenarioRowError(file, line, field, `one of ${values.length} values`, allowed)
    }
    const entries = columns.map((column, at) => [column, values[at]])
    rows.push({ file, line, values: Object.fromEntries(entries) })
  }
  return { header, rows }
}

function readText(file: string): string {
  try {
    return decodeText(unpack(file, readFileSync(file)))
  } catch (cause) {
    if (cause instanceof ScenarioFileError) throw cause
    const reason = cause instanceof TypeError ? 'is no text in UTF-8; save it as UTF-8' : undefined
    throw new ScenarioFileError(file, reason ?? 'cannot be read; check the path', { cause })
  }
}

function unpack(file: string, bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes)
  } catch (cause) {
    throw new ScenarioFileError(file, 'is cut off or damaged; give a whole gzip file', { cause })
  }
}

/**
 * Reads an integer.
 *
 * @throws ScenarioRowError if it is not an integer within `min` and `max`.
 */
export function readInteger<Column extends string>(
  row: CsvRow<Column>,
  field: Column,
  min: bigint,
  max: bigint,
): bigint {
  const text = row.values[field]
  const value = /^-?\d{1,78}$/.test(text) ? BigInt(text) : undefined
  if (value === undefined || value < min || value > max) {
    throw new ScenarioRowError(row.file, row.line, field, text, `an integer from ${min} to ${max}`)
  }
  return value
}
