import { join } from 'node:path'
import { readSettings } from '../../files/readSettings.ts'
import { ManifestError } from '../errors.ts'
import { MANIFEST_FILE, type Manifest } from '../manifest.ts'
import { manifestSchema } from '../manifestSchema.ts'

/** Reads a folder's `market.json`. @throws ManifestError with everything that is wrong in it. */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST_FILE)
  const { settings, faults } = await readSettings(file, manifestSchema)
  if (faults !== undefined) throw new ManifestError(file, faults)
  return settings
}
