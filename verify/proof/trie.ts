// Ethereum's Merkle Patricia trie, as far as a verifier needs it: the root of a list, and whether a value is under a root.
//
// Method:   a list's keys are the RLP of its indexes. A node of 32 bytes or more stands in its parent as its hash, a
//           shorter one as itself.
// Special:  an absent key is proven by a path that ends elsewhere; an empty trie needs no node.
// Accuracy: test/verify/proof/trie.test.ts, against roots of a real chain.
// Source:   Ethereum Yellow Paper, appendix D.

import { fromRlp, type Hex, keccak256, numberToHex, toRlp } from 'viem'
import { BaseError } from '../../core/errors.ts'

/** The root of a trie without a key: the hash of the RLP of nothing. */
export const EMPTY_ROOT: Hex = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'

/** Nodes that are handed in as a proof do not lead from the root to the key. */
export class TrieProofError extends BaseError {
  constructor(root: Hex) {
    super('verify/trie-proof', `the nodes given as a proof do not lead from the root ${root}`)
  }
}

type Nibbles = readonly number[]
type Item = { path: Nibbles; value: Hex }
/** RLP: a text or a list, as viem encodes and decodes it. */
type Rlp = Hex | readonly Rlp[]

/** The root of the trie that has a list's items under their indexes, as headers have those of receipts and transactions. */
export function computeListRoot(values: readonly Hex[]): Hex {
  if (values.length === 0) return EMPTY_ROOT
  const items = values.map((value, index) => ({
    path: toNibbles(toRlp(index === 0 ? '0x' : numberToHex(index, evenDigits(index)))),
    value,
  }))
  return keccak256(toRlp(createNode(items, 0) as Hex[]))
}

const evenDigits = (index: number) => ({ size: Math.ceil(index.toString(16).length / 2) })

/** The node of items whose paths are the same up to `depth`. */
function createNode(items: readonly Item[], depth: number): Rlp {
  const [first] = items
  if (first === undefined) return '0x'
  if (items.length === 1) return [encodePath(first.path.slice(depth), true), first.value]
  const shared = countShared(items, depth)
  if (shared > 0) {
    const path = encodePath(first.path.slice(depth, depth + shared), false)
    return [path, refer(createNode(items, depth + shared))]
  }
  const branches = Array.from({ length: 16 }, (_, nibble) => {
    const below = items.filter(({ path }) => path[depth] === nibble)
    return below.length === 0 ? '0x' : refer(createNode(below, depth + 1))
  })
  return [...branches, items.find(({ path }) => path.length === depth)?.value ?? '0x']
}

function countShared(items: readonly Item[], depth: number): number {
  const path = items[0]?.path ?? []
  let shared = 0
  while (
    depth + shared < path.length &&
    items.every((item) => item.path[depth + shared] === path[depth + shared])
  ) {
    shared += 1
  }
  return shared
}

function refer(node: Rlp): Rlp {
  const encoded = toRlp(node as Hex[])
  return byteLength(encoded) >= 32 ? keccak256(encoded) : node
}

const byteLength = (hex: Hex): number => (hex.length - 2) / 2

function toNibbles(hex: Hex): number[] {
  return [...hex.slice(2)].map((digit) => Number.parseInt(digit, 16))
}

/** Two bits before the path say whether it ends at a leaf, and whether its length is odd. */
function encodePath(path: Nibbles, isLeaf: boolean): Hex {
  const isOdd = path.length % 2 === 1
  const flag = (isLeaf ? 2 : 0) + (isOdd ? 1 : 0)
  const nibbles = isOdd ? [flag, ...path] : [flag, 0, ...path]
  return `0x${nibbles.map((nibble) => nibble.toString(16)).join('')}`
}

/**
 * The value under a key of a state or storage trie.
 *
 * @param key - Before it is hashed: an address, or a slot of 32 bytes.
 * @param nodes - From the root on, as `eth_getProof` gives them.
 * @returns undefined where the nodes prove that there is none.
 * @throws TrieProofError if they lead nowhere.
 */
export function readProven(root: Hex, key: Hex, nodes: readonly Hex[]): Hex | undefined {
  if (root === EMPTY_ROOT) return undefined
  const known = new Map(nodes.map((node) => [keccak256(node), node]))
  const resolve = (reference: Rlp | undefined): Rlp => {
    if (typeof reference !== 'string') return reference ?? fail()
    const node = known.get(reference) ?? fail()
    return fromRlp(node, 'hex') as Rlp
  }
  function fail(): never {
    throw new TrieProofError(root)
  }
  let path: Nibbles = toNibbles(keccak256(key))
  let node = resolve(root)
  for (;;) {
    if (typeof node === 'string') return fail()
    if (node.length === 17) {
      const [nibble, ...rest] = path
      const next = nibble === undefined ? fail() : node[nibble]
      if (next === '0x') return undefined
      path = rest
      node = resolve(next)
      continue
    }
    const [encoded, next] = node
    if (typeof encoded !== 'string' || node.length !== 2) return fail()
    const { isLeaf, part } = decodePath(encoded)
    const isOnPath = part.every((nibble, at) => path[at] === nibble)
    if (!isOnPath) return undefined
    path = path.slice(part.length)
    if (isLeaf) {
      if (path.length > 0) return undefined
      return typeof next === 'string' ? next : fail()
    }
    node = resolve(next)
  }
}

function decodePath(encoded: Hex): { isLeaf: boolean; part: Nibbles } {
  const [flag = 0, ...rest] = toNibbles(encoded)
  return { isLeaf: flag >= 2, part: flag % 2 === 1 ? rest : rest.slice(1) }
}
