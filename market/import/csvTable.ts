import { readCsvText } from '../csvFile.ts'
import { ScenarioFileError, ScenarioRowError } from '../errors.ts'

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
 * @throws ScenarioFileError if the file cannot be read, is empty, has no rows or was cut off; ScenarioRowError, while lines are
 *   read, if a line has too few or too many values.
 */
export function openCsvTable(file: string): CsvTable {
  const text = readCsvText(file)
  if (text.trim() === '') throw new ScenarioFileError(file, 'is empty; give a whole file')
  if (!text.endsWith('\n')) {
    throw new ScenarioFileError(file, 'ends in the middle of a line; give a whole file')
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
          throw new ScenarioRowError(file, line, field, got, `a line of ${columns.length} values`)
        }
        count += 1
        yield { line, values }
      }
      if (count === 0) throw new ScenarioFileError(file, 'has no rows; give a file with figures')
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
