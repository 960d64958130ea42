import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** A private key from 64 hex digits, with or without 0x; undefined if the text is no key. */
export function parsePrivateKey(text: string): Hex | undefined {
  const digits = /^(?:0x)?([0-9a-f]{64})$/i.exec(text.trim())?.[1]
  if (digits === undefined) return undefined
  const key: Hex = `0x${digits.toLowerCase()}`
  // Zero and numbers beyond the curve's order are no keys.
  try {
    privateKeyToAccount(key)
    return key
  } catch {
    return undefined
  }
}
