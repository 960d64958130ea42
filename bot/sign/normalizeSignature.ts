import { type Hex, parseSignature, serializeSignature, size } from 'viem'

/** Order of the group of secp256k1 (SEC 2, section 2.4.1). */
const GROUP_ORDER = 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n

/**
 * An account's signature in the one form that the contract takes: 65 bytes, v 27 or 28, s in the lower half. Other forms
 * of the same signature recover the same signer here, and would be refused there.
 *
 * @returns `undefined` if it is no signature of 65 bytes.
 */
export function normalizeSignature(signature: Hex): Hex | undefined {
  try {
    if (size(signature) !== 65) return undefined
    const { r, s, yParity } = parseSignature(signature)
    const isHigh = BigInt(s) > GROUP_ORDER / 2n
    if (!isHigh) return serializeSignature({ r, s, yParity })
    const lower = `0x${(GROUP_ORDER - BigInt(s)).toString(16).padStart(64, '0')}` as const
    return serializeSignature({ r, s: lower, yParity: 1 - yParity })
  } catch {
    return undefined
  }
}
