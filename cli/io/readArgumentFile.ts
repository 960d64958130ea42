import { readFile } from 'node:fs/promises'
import { UsageError } from '../program/errors.ts'

/** The text of a file that an argument names; `-` is standard input. @throws UsageError */
export async function readArgumentFile(what: string, file: string | undefined): Promise<string> {
  if (file === undefined)
    throw new UsageError(`no ${what} given; give a file, or - for standard input`)
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new UsageError(`${file} cannot be read (${code}); give an existing file`, { cause })
  }
}
