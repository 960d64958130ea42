import { readFile } from 'node:fs/promises'
import { decodeText } from './decodeText.ts'
import { FileError } from './errors.ts'

/**
 * A file of text, as every command reads one: UTF-8, without a byte order mark, lines ended by line feeds whatever
 * ended them in the file.
 *
 * @throws FileError if it cannot be read, or is no text.
 */
export async function readTextFile(file: string): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new FileError(file, `cannot be read (${code ?? message}); name another file`, { cause })
  }
  try {
    return decodeText(bytes)
  } catch (cause) {
    throw new FileError(file, 'is no text in UTF-8; save it as UTF-8', { cause })
  }
}
