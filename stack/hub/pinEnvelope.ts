import { createHash } from 'node:crypto'
import type { PinnedEnvelope, Store } from './store.ts'

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
/** CID version 1, raw bytes, SHA-256 of 32 bytes. */
const CID_PREFIX = [0x01, 0x55, 0x12, 0x20]

/** Keeps an envelope as IPFS would, and returns its CID. */
export function pinEnvelope(store: Store, envelope: PinnedEnvelope): string {
  const digest = createHash('sha256').update(JSON.stringify(envelope)).digest()
  const bits = [...CID_PREFIX, ...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  const letters = groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)])
  const cid = `b${letters.join('')}`
  store.pinned.set(cid, envelope)
  return cid
}
