import { parseSettings } from '../../files/parseSettings.ts'
import { ManifestError } from '../errors.ts'
import type { Manifest } from '../manifest.ts'
import { manifestSchema } from '../manifestSchema.ts'

/**
 * The text of a `market.json`.
 *
 * @param file - Where it is, for messages.
 * @throws ManifestError with everything that is wrong in it.
 */
export async function parseManifest(file: string, text: string): Promise<Manifest> {
  const { settings, faults } = await parseSettings(text, manifestSchema)
  if (faults !== undefined) throw new ManifestError(file, faults)
  return settings
}
