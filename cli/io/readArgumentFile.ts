import { FileError } from '../../files/errors.ts'
import { readTextFile } from '../../files/readTextFile.ts'
import { UsageError } from '../program/errors.ts'

/** The text of a file that an argument names; `-` is standard input. @throws UsageError */
export async function readArgumentFile(what: string, file: string | undefined): Promise<string> {
  if (file === undefined)
    throw new UsageError(`no ${what} given; give a file, or - for standard input`)
  try {
    return await readTextFile(file === '-' ? '/dev/stdin' : file)
  } catch (cause) {
    if (!(cause instanceof FileError)) throw cause
    throw new UsageError(cause.message, { cause })
  }
}
