// How the sequencer reads the texts of a message. Source: snapshot-sequencer, src/ingestor.ts.

/** JSON, or an empty object where it is none. */
export function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return {}
  }
}
