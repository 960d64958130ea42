import { measureColumns, wrapText } from '../../core/index.ts'
import { getColumns, type Output } from './terminal.ts'

/** Before the lines that go on. */
const HANG = '   '

/** Lines of at most `columns`: one that is wider goes on below, the others stay as they are, with their columns. */
export function fitLines(lines: readonly string[], columns: number): string[] {
  return lines.flatMap((line) =>
    measureColumns(line) <= columns ? [line] : wrapText(line, columns, HANG),
  )
}

/**
 * A text as wide as the terminal is. In a pipe its lines stay whole: a program reads them, or a person by a pager that
 * breaks them.
 */
export function fitToTerminal(text: string, output: Output): string {
  return output.isTTY === true ? fitLines(text.split('\n'), getColumns(output)).join('\n') : text
}
