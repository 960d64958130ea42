import type { z } from 'zod'
import { FileError } from './errors.ts'
import { type Complete, parseSettings, type SettingsResult } from './parseSettings.ts'
import { readTextFile } from './readTextFile.ts'

/** Reads a file of settings, YAML or JSON. Never throws for a faulty or a missing file. */
export async function readSettings<Settings>(
  file: string,
  schema: z.ZodType<Settings>,
  complete?: Complete,
): Promise<SettingsResult<Settings>> {
  let text: string
  try {
    text = await readTextFile(file)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const reason = error.message.slice(`${file}: `.length)
    return { faults: [{ path: '', line: undefined, text: reason }], content: undefined }
  }
  return parseSettings(text, schema, complete)
}
