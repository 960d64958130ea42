import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { concatHex, type Hex, keccak256, stringToHex } from 'viem'
import { installedRoot, isPackaged } from '../../files/installation.ts'

/** What decides the figures of a result: returns are logs of core/, and governance/ says what a bot would push. */
const rooms = ['backtest', 'core', 'governance', 'market', 'observation', 'strategy']
/** What only shows them, or makes markets of other files. */
const LEFT_OUT = /^(backtest\/page|market\/(import|record|check|shipped))\//

/** In the package, which has no sources: what `hashSource` told of those that it was made from. */
export const SOURCE_HASH_FILE = 'build/backtest-source.json'

/** The simulator's version by its source, as `hashSource` tells it in the checkout that this installation was made from. */
export function readSourceHash(moduleHashes: readonly Hex[]): Hex {
  if (!isPackaged) return hashSource(moduleHashes)
  return JSON.parse(readFileSync(join(installedRoot, SOURCE_HASH_FILE), 'utf8')).sourceHash
}

/**
 * The simulator's version by its source: keccak256 over the names and texts of its files, in the order of their names, and
 * over the hashes of the two Wasm modules. Line ends count as line feeds, so that every checkout has the same.
 *
 * @param folder - Where the rooms are; without it, this checkout.
 */
export function hashSource(moduleHashes: readonly Hex[], folder = installedRoot): Hex {
  const files = rooms.flatMap((room) => listFiles(folder, room)).toSorted()
  const parts = files.map((file) => {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
    return keccak256(stringToHex(`${file}\n${text}`))
  })
  return keccak256(concatHex([...parts, ...moduleHashes]))
}

function listFiles(folder: string, room: string): string[] {
  return readdirSync(join(folder, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !LEFT_OUT.test(file))
}
