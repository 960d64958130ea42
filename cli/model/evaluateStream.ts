import type { Writable } from 'node:stream'
import {
  BaseError,
  type Parameters,
  parameterFields,
  showJson,
  showLines,
  showText,
} from '../../core/index.ts'
import { type Line, readLines } from '../io/readLines.ts'
import { isClosedPipe, writeOutput } from '../io/writeOutput.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import type { Engines, Outcome } from './engines.ts'
import { type Difference, findDifference } from './findDifference.ts'
import { type NamedRow, parseLine } from './parseLine.ts'

export interface EvaluateStreamOptions {
  /** NDJSON, in chunks of any size. */
  input: AsyncIterable<Uint8Array>
  /** Where the results go: NDJSON in the order of the input. */
  output: Writable
  /** Takes a line for people: what was wrong with the input, how the engines differ. */
  log: (message: string) => void
  engines: Engines
}

interface NumberedRow extends NamedRow {
  number: number
}

/**
 * Evaluates rows as they come and writes their targets, holding a chunk of the input at a time. A line that
 * is refused is reported with its number and left out. With two engines it stops at the first row about
 * which they disagree, and that row does not come out.
 *
 * @returns the exit status: ok, failed (a line was refused) or verificationFailed. A reader of the output
 *   that goes away ends the work quietly.
 */
export async function evaluateStream(options: EvaluateStreamOptions): Promise<ExitCode> {
  const { input, output, log, engines } = options
  let rowCount = 0
  let refusedCount = 0

  const refuse = (number: number, error: Error): void => {
    refusedCount += 1
    log(showLines(`line ${number}: ${error.message}`))
  }

  const parse = (lines: readonly Line[]): NumberedRow[] =>
    lines.flatMap((line) => {
      try {
        const row = parseLine(line)
        if (row === undefined) return []
        rowCount += 1
        return { number: line.number, ...row }
      } catch (error) {
        if (!(error instanceof BaseError)) throw error
        rowCount += 1
        refuse(line.number, error)
        return []
      }
    })

  for await (const lines of readLines(input)) {
    const rows = parse(lines)
    const { outcomes, difference } = await evaluateRows(engines, rows)
    let text = ''
    for (const [index, outcome] of outcomes.entries()) {
      const { number, id } = rows[index] as NumberedRow
      if (outcome instanceof Error) refuse(number, outcome)
      else text += `${formatTarget(id, outcome)}\n`
    }
    try {
      await writeOutput(output, text)
    } catch (error) {
      if (!isClosedPipe(error)) throw error
      break
    }
    if (difference !== undefined) {
      const { number, id } = rows[outcomes.length] as NumberedRow
      log(formatDifference(number, id, difference))
      return exitCodes.verificationFailed
    }
  }
  if (refusedCount === 0) return exitCodes.ok
  log(`${refusedCount} of ${rowCount} rows refused`)
  return exitCodes.failed
}

interface EvaluatedRows {
  /** The outcomes up to the first row about which the engines disagree. */
  outcomes: readonly Outcome[]
  difference: Difference | undefined
}

async function evaluateRows(engines: Engines, rows: NumberedRow[]): Promise<EvaluatedRows> {
  const inputs = rows.map(({ row }) => row)
  const [wasm, evm] = [
    await engines.wasm?.evaluateBatch(inputs),
    await engines.evm?.evaluateBatch(inputs),
  ]
  if (wasm === undefined || evm === undefined) {
    return { outcomes: wasm ?? evm ?? [], difference: undefined }
  }
  for (const [index, outcome] of wasm.entries()) {
    const difference = findDifference(outcome, evm[index] as Outcome)
    if (difference !== undefined) return { outcomes: wasm.slice(0, index), difference }
  }
  return { outcomes: wasm, difference: undefined }
}

function formatTarget(id: string | number, target: Parameters): string {
  const texts = parameterFields.map((field) => [field, target[field].toString()])
  return showJson(JSON.stringify({ id, target: Object.fromEntries(texts) }))
}

function formatDifference(number: number, id: string | number, difference: Difference): string {
  const { field, wasm, evm, xor } = difference
  return [
    `line ${number}: the engines differ in ${field} of id ${showText(JSON.stringify(id))}`,
    `  wasm  ${wasm}`,
    `  evm   ${evm}`,
    ...(xor === undefined ? [] : [`  xor   ${xor}`]),
  ].join('\n')
}
