// How the sequencer reads the texts of a message. Source: snapshot-sequencer, src/ingestor.ts.

/** The parsed JSON, or an empty object if the text is no JSON. */
export function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return {}
  }
}
