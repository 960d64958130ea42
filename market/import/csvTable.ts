import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { decodeText } from '../../files/decodeText.ts'
import { MarketFileError, MarketRowError } from '../errors.ts'

/** A line of a file: its values in the order of the columns. */
export interface CsvLine {
  /** Counts from 1. */
  line: number
  values: readonly string[]
}

/** A file of figures with any columns. */
export interface CsvTable {
  file: string
  columns: readonly string[]
  /** One line after the other, split when it is asked for. */
  lines(): Generator<CsvLine>
}

/**
 * Opens a plain or gzipped CSV file, of any columns. Values may stand in double quotes. Lines that begin with `#` before the column
 * line are left out.
 *
 * @throws MarketFileError if the file cannot be read, is empty, has no rows or was cut off; MarketRowError, while lines are
 *   read, if a line has too few or too many values.
 */
export function openCsvTable(file: string): CsvTable {
  const text = readCsvText(file)
  if (text.trim() === '') throw new MarketFileError(file, 'is empty; give a whole file')
  if (!text.endsWith('\n')) {
    throw new MarketFileError(file, 'ends in the middle of a line; give a whole file')
  }
  const all = iterateLines(text)
  let first = all.next()
  while (first.value?.text.startsWith('#')) first = all.next()
  const columns = splitLine(first.value?.text ?? '').map((name) => name.trim())
  return {
    file,
    columns,
    *lines() {
      let count = 0
      for (const { text: content, line } of iterateLines(text)) {
        if (line <= (first.value?.line ?? 0) || content === '') continue
        const values = splitLine(content)
        if (values.length !== columns.length) {
          const field = columns[values.length] ?? `${columns.length + 1}`
          const got = `one of ${values.length} values`
          throw new MarketRowError(
            { file, unit: 'line', number: line },
            field,
            got,
            `a line of ${columns.length} values`,
          )
        }
        count += 1
        yield { line, values }
      }
      if (count === 0) throw new MarketFileError(file, 'has no rows; give a file with figures')
    },
  }
}

function* iterateLines(text: string): Generator<{ text: string; line: number }, undefined> {
  let line = 1
  for (let begin = 0; begin < text.length; line += 1) {
    const end = text.indexOf('\n', begin)
    yield { text: text.slice(begin, end), line }
    begin = end + 1
  }
}

function splitLine(text: string): string[] {
  if (!text.includes('"')) return text.split(',')
  const cells = text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)
  return Array.from(cells, ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}

function readCsvText(file: string): string {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new MarketFileError(file, `cannot be read (${code ?? message}); check the path`, {
      cause,
    })
  }
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes)
  } catch (cause) {
    throw new MarketFileError(file, 'is cut off or damaged; give a whole gzip file', { cause })
  }
  try {
    return decodeText(bytes)
  } catch (cause) {
    throw new MarketFileError(file, 'is no text in UTF-8; save it as UTF-8', { cause })
  }
}
