import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { makeFolder } from '../../files/makeFolder.ts'
import { writeTextFile } from '../../files/writeTextFile.ts'
import { computeDataHash } from '../dataHash.ts'
import { ManifestError, MarketFileError } from '../errors.ts'
import {
  MANIFEST_FILE,
  type Manifest,
  type Market,
  type Partition,
  type PartitionKind,
} from '../manifest.ts'
import { encodeManifest } from '../manifestSchema.ts'
import { writeCsvPartition } from './csvPartition.ts'
import { writeParquetPartitions } from './parquetPartitions.ts'
import type { PartitionInput } from './partitionInput.ts'
import { readManifest } from './readManifest.ts'

/** All of a manifest that does not follow from the rows. */
export type ManifestParts = Omit<Manifest, 'format' | 'partitions'>

export interface WriteOptions {
  /** `csv` and `csv.gz`: one file a record. `parquet` (ZSTD): `kind=.../date=YYYY-MM-DD/part.parquet`, a file a day. */
  format: 'csv' | 'csv.gz' | 'parquet'
  /** Put the market in the place of one that is there; else that is refused. */
  replace?: boolean
}

/**
 * Writes a market's folder, whole or not at all: it is made beside the folder and moved there at the end.
 *
 * @returns the market as `openMarket` opens it; its partitions list the gaps that the rows have.
 * @throws MarketFileError if something is there already, or a record holds no row; MarketRowError, MarketOrderError for a row
 * that no market can have.
 */
export async function writeMarket(
  folder: string,
  parts: ManifestParts,
  inputs: readonly PartitionInput[],
  { format, replace = false }: WriteOptions,
): Promise<Market> {
  const isThere = existsSync(folder)
  if (isThere && !(replace && existsSync(join(folder, MANIFEST_FILE)))) {
    const what = replace ? 'is there and is no market' : 'is there already'
    throw new MarketFileError(folder, `${what}; name another folder, or remove it`)
  }
  const parent = dirname(resolve(folder))
  const made = join(parent, `.market-${randomUUID()}`)
  await makeFolder(made)
  try {
    const partitions: Partition[] = []
    for (const [index, input] of inputs.entries()) {
      const name = nameRecord(input.kind, inputs.slice(0, index))
      const written =
        format === 'parquet'
          ? await writeParquetPartitions(made, name, input)
          : [await writeCsvPartition(made, `${name}.${format}`, input)]
      partitions.push(...written)
    }
    const manifest: Manifest = { format: 'gimbal-market/1', ...parts, partitions }
    await writeTextFile(join(made, MANIFEST_FILE), encodeManifest(manifest))
    const read = await readBack(made, folder)
    await moveTo(made, folder, isThere)
    return { folder, manifest: read, dataHash: computeDataHash(read.partitions) }
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

/** `pool`; a second record of a kind is `pool-2`. */
function nameRecord(kind: PartitionKind, before: readonly PartitionInput[]): string {
  const count = before.filter((other) => other.kind === kind).length
  return count === 0 ? kind : `${kind}-${count + 1}`
}

/** A manifest that could not be read again is not written. */
async function readBack(made: string, folder: string): Promise<Manifest> {
  try {
    return await readManifest(made)
  } catch (error) {
    if (error instanceof ManifestError) {
      throw new ManifestError(join(folder, MANIFEST_FILE), error.faults)
    }
    throw error
  }
}

async function moveTo(made: string, folder: string, isThere: boolean): Promise<void> {
  if (!isThere) return rename(made, folder)
  const old = `${made}-old`
  await rename(folder, old)
  await rename(made, folder)
  await rm(old, { recursive: true, force: true })
}
