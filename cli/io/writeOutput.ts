import type { Writable } from 'node:stream'

/** Writes a text and waits until it is out, which is also what keeps a fast producer from running ahead. */
export function writeOutput(output: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(text, (error) => (error ? reject(error) : resolve()))
  })
}

/** Whether an error only says that the reader of a pipe has seen enough, as `head` does. */
export function isClosedPipe(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED'
}
