/** A line of the input, without its end. `bytes` is undefined if the line was too long to be kept. */
export interface Line {
  /** Counted from 1. */
  number: number
  bytes: Uint8Array | undefined
}

/** Longest line that is kept, in bytes. A row takes about a thousand. */
export const maxLineBytes = 65_536

const NEWLINE = 0x0a

/**
 * Splits a stream of bytes into lines. Yields the lines that each chunk completes together, so that a
 * caller can work on them at once without waiting for more; holds one chunk and one line.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let number = 0
  let rest: Uint8Array | undefined = new Uint8Array()

  for await (const chunk of chunks) {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      number += 1
      lines.push({ number, bytes: append(rest, chunk.subarray(start, end)) })
      rest = new Uint8Array()
      start = end + 1
    }
    rest = append(rest, chunk.subarray(start))
    if (lines.length > 0) yield lines
  }
  if (rest === undefined || rest.length > 0) yield [{ number: number + 1, bytes: rest }]
}

function append(head: Uint8Array | undefined, tail: Uint8Array): Uint8Array | undefined {
  if (head === undefined || head.length + tail.length > maxLineBytes) return undefined
  return head.length === 0 ? tail : Buffer.concat([head, tail])
}
