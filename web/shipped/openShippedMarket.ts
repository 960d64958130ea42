import { decodeText } from '../../files/decodeText.ts'
import { computeDataHash } from '../../market/dataHash.ts'
import { ManifestError } from '../../market/errors.ts'
import { MANIFEST_FILE, type Market } from '../../market/manifest.ts'
import { computeManifestHash } from '../../market/manifestHash.ts'
import { createMarketReader, type MarketReader } from '../../market/read/createMarketReader.ts'
import { createMemoryFiles } from '../../market/read/createMemoryFiles.ts'
import { joinPath } from '../../market/read/marketFiles.ts'
import { parseManifest } from '../../market/read/parseManifest.ts'
import { ShippedMarketChangedError } from './errors.ts'
import { MARKETS_FOLDER, type ShippedMarket } from './marketsIndex.ts'

/** A market in memory, and what reads it. */
export interface OpenedMarket {
  market: Market
  reader: MarketReader
}

/** Gets a file of the site. @throws SiteFileError */
export type FetchFile = (file: string) => Promise<Uint8Array>

/**
 * Fetches a shipped market whole. Each file's SHA-256 is checked before its first row is used, as on a disk.
 *
 * @throws ShippedMarketChangedError if its `market.json` is another one than the list names; ManifestError, SiteFileError.
 */
export async function openShippedMarket(
  { name, manifestHash }: Pick<ShippedMarket, 'name' | 'manifestHash'>,
  fetchFile: FetchFile,
): Promise<OpenedMarket> {
  const folder = `${MARKETS_FOLDER}/${name}`
  const file = joinPath(folder, MANIFEST_FILE)
  const manifest = await parseManifest(file, readText(file, await fetchFile(file)))
  const got = computeManifestHash(manifest)
  if (got !== manifestHash) throw new ShippedMarketChangedError(name, got, manifestHash)
  const paths = manifest.partitions.map((of) => joinPath(folder, of.file))
  const files = await Promise.all(paths.map(async (path) => [path, await fetchFile(path)] as const))
  return {
    market: { folder, manifest, dataHash: computeDataHash(manifest.partitions) },
    reader: createMarketReader(createMemoryFiles(new Map(files))),
  }
}

function readText(file: string, bytes: Uint8Array): string {
  try {
    return decodeText(bytes)
  } catch {
    const fault = { path: '', line: undefined, text: 'is no text in UTF-8; save it as UTF-8' }
    throw new ManifestError(file, [fault])
  }
}
