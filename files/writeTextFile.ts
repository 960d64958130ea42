import { open, rm } from 'node:fs/promises'
import { FileError } from './errors.ts'
import { openOutput } from './openOutput.ts'

/**
 * Writes a file of a user, as `openOutput` does: whole or not at all, through links, with the mode that it had.
 *
 * @throws FileError if it cannot be written.
 */
export async function writeTextFile(file: string, text: string): Promise<void> {
  const output = await openOutput(file)
  try {
    output.stream.write(text)
    await output.commit()
  } finally {
    await output.discard()
  }
}

/**
 * Writes a file that only its owner may read, and that must not be there yet: a secret, such as a key.
 *
 * @throws FileError if there is one, or it cannot be written; nothing is left then.
 */
export async function createSecretFile(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } catch (cause) {
      await rm(file, { force: true })
      throw cause
    } finally {
      await handle.close()
    }
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason =
      code === 'EEXIST'
        ? 'exists already, and is never overwritten; name another file'
        : `cannot be written (${code ?? message}); name another file`
    throw new FileError(file, reason, { cause })
  }
}
