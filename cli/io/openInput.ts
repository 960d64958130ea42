import { open } from 'node:fs/promises'
import type { ReadStream } from 'node:tty'
import { UsageError } from '../program/errors.ts'

/**
 * The bytes of a file, or those of standard input for `-` and for no file at all.
 *
 * @throws UsageError if the file cannot be read, or if without a file a terminal would have to be read.
 */
export async function openInput(
  file: string | undefined,
  stdin: AsyncIterable<Uint8Array> & Partial<Pick<ReadStream, 'isTTY'>>,
): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return stdin
  if (file === undefined) {
    if (stdin.isTTY) throw new UsageError('no input; name a file, or pipe one in')
    return stdin
  }
  try {
    const handle = await open(file)
    if ((await handle.stat()).isDirectory()) throw new Error('it is a directory')
    return handle.createReadStream()
  } catch (cause) {
    throw new UsageError(`cannot read ${file} (${(cause as Error).message}); name another file`, {
      cause,
    })
  }
}
