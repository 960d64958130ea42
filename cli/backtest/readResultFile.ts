import { type ReadResult, ResultFormatError, readResult } from '../../backtest/report/readResult.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { UsageError } from '../program/errors.ts'

/** A result that an argument names. @throws UsageError if it cannot be read, or is none. */
export async function readResultFile(file: string): Promise<ReadResult> {
  try {
    return readResult(await readArgumentFile('backtest', file))
  } catch (cause) {
    if (!(cause instanceof ResultFormatError)) throw cause
    throw new UsageError(`${file}: ${cause.message}`, { cause })
  }
}
