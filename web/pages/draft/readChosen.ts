import { decodeText } from '../../../files/decodeText.ts'

/**
 * A file that the visitor chose, read as the command line reads one: UTF-8, lines ended by line feeds.
 *
 * @throws Error if it is no text.
 */
export async function readChosen(file: File): Promise<string> {
  return decodeText(new Uint8Array(await file.arrayBuffer()))
}
