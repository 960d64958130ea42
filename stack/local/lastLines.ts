import { open } from 'node:fs/promises'

const TAIL_BYTES = 64 * 1_024

/** The last lines of a file, as far as they lie within its last 64 kB; nothing if it is not there. */
export async function readLastLines(file: string, count: number): Promise<string> {
  const handle = await open(file).catch(() => undefined)
  if (handle === undefined) return ''
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, TAIL_BYTES)
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8').trimEnd().split('\n').slice(-count).join('\n')
  } finally {
    await handle.close()
  }
}
