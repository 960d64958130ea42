import { z } from 'zod'
import { parseRow, type Row } from '../../core/index.ts'
import { type Line, maxLineBytes } from '../io/readLines.ts'
import { InvalidLineError } from './errors.ts'

/** A line's row and the name under which its result comes out. */
export interface NamedRow {
  id: string | number
  row: Row
}

const idSchema = z.union([z.string(), z.int()])
const decoder = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads one line of NDJSON: `{ "id", "observation", "policy" }` with every field. `id` is a string or an
 * integer; `expected` may be there and is ignored.
 *
 * @returns undefined for a blank line.
 * @throws InvalidLineError, MissingFieldError, UnknownFieldError or WrongTypeError for the first fault.
 */
export function parseLine({ bytes }: Line): NamedRow | undefined {
  if (bytes === undefined) {
    throw new InvalidLineError(`longer than ${maxLineBytes} bytes; give one row a line`)
  }
  const text = decode(bytes)
  if (text.trim() === '') return undefined
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidLineError('not a JSON object; give { "id", "observation", "policy" }')
  }
  const { id, expected: _, ...row } = value as Record<string, unknown>
  const parsedId = idSchema.safeParse(id)
  if (!parsedId.success) {
    throw new InvalidLineError('id is missing or neither a string nor an integer; name the row')
  }
  return { id: parsedId.data, row: parseRow(row) }
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new InvalidLineError('not UTF-8; save the file as UTF-8', { cause })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InvalidLineError(`not JSON (${(cause as Error).message}); give one object a line`, {
      cause,
    })
  }
}
