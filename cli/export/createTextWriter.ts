import type { Writable } from 'node:stream'
import type { Cell, Column, Row } from '../../query/index.ts'
import { writeOutput } from '../io/writeOutput.ts'
import type { RowWriter } from './rowWriter.ts'

/** CSV after RFC 4180: a line with the columns' names, which end in their units; nothing for a missing value. */
export function createCsvWriter(output: Writable, columns: readonly Column[]): RowWriter {
  let head = `${columns.map(({ name }) => name).join(',')}\n`
  return {
    async write(rows) {
      await writeOutput(output, head + rows.map(formatCsvLine).join(''))
      head = ''
    },
    async finish() {
      if (head !== '') await writeOutput(output, head)
    },
  }
}

function formatCsvLine(row: Row): string {
  return `${row.map(formatCsvCell).join(',')}\n`
}

function formatCsvCell(cell: Cell): string {
  const text = cell === null ? '' : typeof cell === 'string' ? disarm(cell) : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

// A spreadsheet would run what begins like this as a formula.
function disarm(text: string): string {
  return /^[=+\-@]/.test(text) ? `'${text}` : text
}

/** One JSON object a line; numbers as decimal strings, so that no reader rounds them. */
export function createNdjsonWriter(output: Writable, columns: readonly Column[]): RowWriter {
  const formatLine = (row: Row): string => {
    const entries = row.map((cell, index) => [
      columns[index]?.name,
      typeof cell === 'bigint' ? String(cell) : cell,
    ])
    return `${JSON.stringify(Object.fromEntries(entries))}\n`
  }
  return {
    write: (rows) => writeOutput(output, rows.map(formatLine).join('')),
    finish: async () => {},
  }
}
