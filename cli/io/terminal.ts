import type { WriteStream } from 'node:tty'

/** Properties of an output. */
export type Output = Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'hasColors'>>

/** Of a pipe, a file, and a terminal that does not know. */
const DEFAULT_COLUMNS = 80
/** Narrower than this, words would stand below each other. */
const MIN_COLUMNS = 40

/** How wide a line may be: what the terminal has, at least 40; else 80. */
export function getColumns({ isTTY = false, columns = 0 }: Output): number {
  return isTTY && columns > 0 ? Math.max(MIN_COLUMNS, columns) : DEFAULT_COLUMNS
}

/**
 * Whether an output takes colours: a terminal that has them, unless NO_COLOR or TERM=dumb stands in the environment.
 * FORCE_COLOR has priority over all of that: 0 and false mean no, anything else yes. An empty variable does not count.
 */
export function takesColors(output: Output, env: NodeJS.ProcessEnv = process.env): boolean {
  const { FORCE_COLOR: force, NO_COLOR: refusal, TERM: terminal } = env
  if (force) return force !== '0' && force !== 'false'
  if (refusal || terminal === 'dumb') return false
  return output.isTTY === true && (output.hasColors?.() ?? false)
}

/**
 * Whether lines can be drawn again in place: a pipe keeps every byte, a dumb terminal has no cursor to move, and one that
 * reports 0 columns does not know its size.
 */
export function canRedraw(
  { isTTY = false, columns }: Output,
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  return isTTY && columns !== 0 && env.TERM !== 'dumb'
}
