import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { concatHex, type Hex, keccak256, stringToHex } from 'viem'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What decides the figures of a result. */
const rooms = ['backtest', 'market', 'observation', 'strategy']
/** What only shows them, or makes markets of other files. */
const LEFT_OUT = /^(backtest\/page|market\/(import|record|check|shipped))\//

/**
 * The simulator's version by its source: keccak256 over the names and texts of its files, in the order of their names, and
 * over the hashes of the two Wasm modules. Line ends count as line feeds, so that every checkout has the same.
 */
export function hashSource(moduleHashes: readonly Hex[]): Hex {
  const files = rooms.flatMap(listFiles).toSorted()
  const parts = files.map((file) => {
    const text = readFileSync(`${root}/${file}`, 'utf8').replaceAll('\r\n', '\n')
    return keccak256(stringToHex(`${file}\n${text}`))
  })
  return keccak256(concatHex([...parts, ...moduleHashes]))
}

function listFiles(room: string): string[] {
  return readdirSync(`${root}/${room}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name))
    .map((entry) => `${entry.parentPath.slice(root.length)}/${entry.name}`.replaceAll('\\', '/'))
    .map((file) => file.replace(/^\/+/, ''))
    .filter((file) => !LEFT_OUT.test(file))
}
