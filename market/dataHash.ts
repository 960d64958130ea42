// One hash of all of a market's figures.
//
// Method:   the partitions' SHA-256 in the order of their files' names (by code unit); a leaf is keccak256(0x00, hash), a node
//           keccak256(0x01, left, right), a last one without a partner goes up as it is.
// Source:   RFC 6962, section 2.1 (why leaves and nodes begin with different bytes).

import { concat, type Hex, keccak256 } from 'viem'
import type { Partition } from './manifest.ts'

/** Root of the Merkle tree over one or more partitions. */
export function computeDataHash(partitions: readonly Pick<Partition, 'file' | 'sha256'>[]): Hex {
  const sorted = partitions.toSorted((a, b) => (a.file < b.file ? -1 : 1))
  let level = sorted.map(({ sha256 }) => keccak256(concat(['0x00', `0x${sha256}`])))
  while (level.length > 1) level = joinPairs(level)
  return level[0] ?? keccak256('0x')
}

function joinPairs(level: readonly Hex[]): Hex[] {
  const joined: Hex[] = []
  for (let index = 0; index < level.length; index += 2) {
    const [left, right] = [level[index] as Hex, level[index + 1]]
    joined.push(right === undefined ? left : keccak256(concat(['0x01', left, right])))
  }
  return joined
}
