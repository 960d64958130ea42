/** More than a report and its answer ever take, bytes. */
export const MAX_BODY_BYTES = 16_384

/** The text of a body; none if it is longer than `maxBytes`, of which the rest is not read. */
export async function readBody(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > maxBytes) return undefined
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString('utf8')
}
