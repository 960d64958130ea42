// One hash of all that a market.json says: the data hash leaves out the fee, the coin's price, the assumed depth and the start figures.
//
// Method:   keccak256 of the manifest as JSON, its keys sorted, without blanks: how the file is laid out does not matter.

import { type Hex, keccak256, stringToHex } from 'viem'
import type { Manifest } from './manifest.ts'

/** keccak256 of a manifest as it was read. */
export function computeManifestHash(manifest: Manifest): Hex {
  return keccak256(stringToHex(JSON.stringify(manifest, writeSorted)))
}

function writeSorted(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
