import { readFileSync } from 'node:fs'

/** A file of a shipped market, as the site serves it: `markets/NAME/FILE`. */
export async function fetchShipped(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(readFileSync(file.replace(/^markets\//, 'market/shipped/')))
}
