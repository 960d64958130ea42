// Runs a notebook: a page in Markdown whose blocks of SQL are run by DuckDB, each with its result below it.
//
//   node run.ts NOTEBOOK REPORT

import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

const CELL = /^```sql\n([\s\S]*?)^```$/gm

/**
 * The page with the results in it.
 *
 * @throws Error that quotes the cell which DuckDB refused, and why.
 */
export async function runNotebook(page: string, duckdb: DuckDBConnection): Promise<string> {
  let report = ''
  let end = 0
  for (const cell of page.matchAll(CELL)) {
    const [block, sql = ''] = cell
    report += page.slice(end, cell.index) + block
    end = cell.index + block.length
    const table = await runCell(sql, duckdb)
    if (table !== '') report += `\n\n${table}`
  }
  return report + page.slice(end)
}

/** The result of a cell's last statement as a table; empty if it has none, as that of CREATE VIEW. */
async function runCell(sql: string, duckdb: DuckDBConnection): Promise<string> {
  const result = await duckdb.runAndReadAll(sql).catch((error: Error) => {
    throw new Error(`DuckDB refuses this cell:\n\n${sql}\n${error.message}`)
  })
  // Statements that change something count what they changed; nobody asks for that here.
  const names = result.columnNames()
  if (names.length === 1 && names[0] === 'Count') return ''
  return renderTable(names, result.getRows())
}

/** A table in Markdown that reads well as text too: columns are aligned, and numbers are to the right. */
export function renderTable(
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
): string {
  // A bar would end its cell.
  const toText = (value: unknown) => `${value ?? ''}`.replaceAll('|', '\\|')
  const columns = names.map((name, index) => {
    const cells = rows.map((row) => toText(row[index]))
    const isNumber = cells.every((cell) => /^-?[\d.,]*( ?[%s])?$/.test(cell))
    const width = Math.max(3, ...[name, ...cells].map((cell) => cell.length))
    return {
      rule: isNumber ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
      pad: (cell: string) => (isNumber ? cell.padStart(width) : cell.padEnd(width)),
    }
  })
  const line = (cells: readonly string[]) =>
    `| ${columns.map(({ pad }, index) => pad(cells[index] ?? '')).join(' | ')} |`
  return [
    line(names),
    line(columns.map(({ rule }) => rule)),
    ...rows.map((row) => line(row.map(toText))),
  ].join('\n')
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true })
  const [notebook = 'notebook.md', report = 'report.md'] = positionals
  const database = await DuckDBInstance.create(':memory:')
  const text = await runNotebook(await readFile(notebook, 'utf8'), await database.connect())
  await writeFile(report, text)
  console.log(`${notebook} was run: read ${report}`)
}
