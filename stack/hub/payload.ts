// How the sequencer reads the texts of a message. Source: snapshot-sequencer, src/ingestor.ts.

import { Refusal } from './refusal.ts'

/** A text in kebab case, as the sequencer keeps `app`: `Gimbal Bot` becomes `gimbal-bot`. */
export function toKebabCase(text: string): string {
  const words = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? []
  return words.join('-').toLowerCase()
}

/** JSON that must be some. */
export function parsePlugins(text: unknown): object {
  try {
    return JSON.parse(String(text))
  } catch {
    throw new Refusal('wrong proposal format')
  }
}

/** JSON, or an empty object where it is none. */
export function parseMetadata(text: unknown): object {
  try {
    return JSON.parse(String(text))
  } catch {
    return {}
  }
}
