import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findNearest } from '../../core/findNearest.ts'
import { computeDataHash } from '../dataHash.ts'
import { MarketFileError } from '../errors.ts'
import { MANIFEST_FILE, type Market } from '../manifest.ts'
import { readManifest } from './readManifest.ts'

const shippedFolder = fileURLToPath(new URL('../shipped', import.meta.url))

/** Names of the markets that come with the project, in order of the alphabet. */
export function listShippedMarkets(): string[] {
  return readdirSync(shippedFolder).toSorted()
}

/**
 * Opens a market: a folder with `market.json`, or the name of a shipped one. A folder of that name comes first where the name
 * has a `/`, a shipped market where it has none. The files' SHA-256 are checked before their first row is used.
 *
 * @throws MarketFileError if there is none, ManifestError if its manifest is faulty.
 */
export async function openMarket(folderOrName: string): Promise<Market> {
  const folder = findFolder(folderOrName)
  const manifest = await readManifest(folder)
  return { folder, manifest, dataHash: computeDataHash(manifest.partitions) }
}

function findFolder(folderOrName: string): string {
  const shipped = listShippedMarkets()
  if (shipped.includes(folderOrName)) return join(shippedFolder, folderOrName)
  if (existsSync(join(folderOrName, MANIFEST_FILE))) return folderOrName
  const nearest = findNearest(folderOrName, shipped)
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`
  throw new MarketFileError(
    folderOrName,
    `is neither a folder with ${MANIFEST_FILE} nor a shipped market${hint}; give a folder, or one of ${shipped.join(', ')}`,
  )
}
