import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listShippedMarkets, openMarket } from '../../../market/files/openMarket.ts'
import { MANIFEST_FILE, type Market } from '../../../market/manifest.ts'
import { ForeignRunError } from './errors.ts'
import { describeMarket, type RunDocument } from './runDocument.ts'
import { createFolderStore } from './store/createFolderStore.ts'
import type { Store } from './store/store.ts'

type RunMarket = RunDocument['markets'][number]

const getFolderKey = ({ manifestHash }: RunMarket): string => `markets/${manifestHash.slice(2, 18)}`

/** Puts markets that do not come with the program into the store, so that every machine has them. */
export async function publishMarkets(markets: readonly Market[], store: Store): Promise<void> {
  for (const market of markets) {
    const wanted = describeMarket(market)
    if (await isShipped(wanted)) continue
    const folder = getFolderKey(wanted)
    const last = `${folder}/${MANIFEST_FILE}`
    if ((await store.list(last)).length > 0) continue
    for (const { file } of market.manifest.partitions) {
      await store.put(`${folder}/${file}`, await readFile(join(market.folder, file)))
    }
    await store.put(last, await readFile(join(market.folder, MANIFEST_FILE)))
  }
}

/**
 * Opens the markets of a run: a shipped one, else that of the store, copied into a folder of this machine.
 *
 * @throws ForeignRunError if neither is the market that the run means.
 */
export async function openStoredMarkets(
  { markets }: RunDocument,
  store: Store,
  folder: string,
): Promise<Market[]> {
  const opened: Market[] = []
  for (const wanted of markets) {
    const isOwn = await isShipped(wanted)
    if (!isOwn) await copyMarket(wanted, store, folder)
    const market = await openMarket(isOwn ? wanted.name : join(folder, getFolderKey(wanted)))
    if (describeMarket(market).manifestHash !== wanted.manifestHash) throw createMissing(wanted)
    opened.push(market)
  }
  return opened
}

async function isShipped(wanted: RunMarket): Promise<boolean> {
  if (!listShippedMarkets().includes(wanted.name)) return false
  const { manifestHash, dataHash } = describeMarket(await openMarket(wanted.name))
  return manifestHash === wanted.manifestHash && dataHash === wanted.dataHash
}

/** The files' hashes are checked when they are read. */
async function copyMarket(wanted: RunMarket, store: Store, folder: string): Promise<void> {
  const own = createFolderStore(folder)
  const copy = async (file: string) => {
    const key = `${getFolderKey(wanted)}/${file}`
    const bytes = await store.get(key)
    if (bytes === undefined) throw createMissing(wanted)
    await own.put(key, bytes)
  }
  await copy(MANIFEST_FILE)
  const { manifest } = await openMarket(join(folder, getFolderKey(wanted)))
  for (const { file } of manifest.partitions) await copy(file)
}

function createMissing({ name }: RunMarket): ForeignRunError {
  return new ForeignRunError(
    `the store has no market ${name} as the run means it; start the backtest again where the market is`,
  )
}
