import type { Output } from '../../../files/openOutput.ts'

/** Writes bytes, and waits until the file has taken them, so that memory stays flat. */
export async function writeBytes({ stream }: Output, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return
  await new Promise<void>((resolve, reject) => {
    stream.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}
