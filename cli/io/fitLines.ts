import { measureColumns, wrapText } from '../../core/index.ts'

/** Before the lines that go on. */
const HANG = '   '

/** Lines of at most `columns`: one that is wider goes on below, the others stay as they are, with their columns. */
export function fitLines(lines: readonly string[], columns: number): string[] {
  return lines.flatMap((line) =>
    measureColumns(line) <= columns ? [line] : wrapText(line, columns, HANG),
  )
}
