import { SingleBar } from 'cli-progress'
import { canRedraw, getColumns } from './terminal.ts'

/** Columns of a bar on a wide terminal. */
const MAX_CELLS = 40

/**
 * A bar on standard error, as wide as there is room beside its text; undefined where lines cannot be drawn again.
 *
 * @param textColumns - How wide the rest of `format` gets.
 */
export function createBar(format: string, textColumns: number): SingleBar | undefined {
  if (!canRedraw(process.stderr)) return undefined
  const room = getColumns(process.stderr) - textColumns - 1
  return new SingleBar({
    format,
    stream: process.stderr,
    barsize: Math.max(1, Math.min(MAX_CELLS, room)),
    hideCursor: true,
    clearOnComplete: true,
  })
}
