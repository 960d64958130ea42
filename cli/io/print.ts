import { showJson, showLines } from '../../core/index.ts'
import { fitToTerminal } from './fitLines.ts'
import { writeOutput } from './writeOutput.ts'

/**
 * A text for people on standard output, and a line end. Nothing in it reaches the terminal but characters that are
 * drawn: texts of others enter ours by `showText`, and what was overlooked is caught here.
 */
export function printText(text: string): Promise<void> {
  return writeOutput(process.stdout, `${fitToTerminal(showLines(text), process.stdout)}\n`)
}

/** One JSON value on standard output; integers of any size as decimal text. */
export function printJson(value: unknown): Promise<void> {
  const json = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner))
  return writeOutput(process.stdout, `${showJson(json)}\n`)
}

/** A text for people on standard error, beside what a command gives. */
export function printNote(text: string): void {
  console.error(fitToTerminal(showLines(text), process.stderr))
}
