import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'
import { MarketFileError } from '../errors.ts'

/** Read at once, into the same bytes: a stream's own buffers would wait for the garbage collector, and take up more than a run. */
const BUFFER_BYTES = 1 << 18

/** SHA-256 of a file's bytes, in small hex digits. @throws MarketFileError if it cannot be read. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    // A pipe or a device would be read for ever.
    if (!(await stat(file)).isFile()) {
      throw new MarketFileError(file, 'is no file; put the figures there')
    }
    const handle = await open(file)
    try {
      const buffer = Buffer.allocUnsafe(BUFFER_BYTES)
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, BUFFER_BYTES)
        if (bytesRead === 0) break
        hash.update(buffer.subarray(0, bytesRead))
      }
    } finally {
      await handle.close()
    }
  } catch (cause) {
    if (cause instanceof MarketFileError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    throw new MarketFileError(file, `cannot be read (${code ?? message}); check the path`, {
      cause,
    })
  }
  return hash.digest('hex')
}
