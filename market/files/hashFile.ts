import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { MarketFileError, MarketHashError } from '../errors.ts'

/** SHA-256 of a file's bytes, in small hex digits. @throws MarketFileError if it cannot be read. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    // A pipe or a device would be read for ever.
    if (!(await stat(file)).isFile())
      throw new MarketFileError(file, 'is no file; put the figures there')
    for await (const bytes of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(bytes)
  } catch (cause) {
    if (cause instanceof MarketFileError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    throw new MarketFileError(file, `cannot be read (${code ?? message}); check the path`, {
      cause,
    })
  }
  return hash.digest('hex')
}

/** @throws MarketHashError if a file's bytes are not the expected ones, MarketFileError if it cannot be read. */
export async function checkHash(file: string, expected: string): Promise<void> {
  const got = await hashFile(file)
  if (got !== expected) throw new MarketHashError(file, got, expected)
}
