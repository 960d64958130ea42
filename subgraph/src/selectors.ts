import { ByteArray, Bytes, crypto } from '@graphprotocol/graph-ts'

export const SELECTOR_BYTES: i32 = 4

/** Whether data begin with the selector of a function or an error, given as `name(types)`. */
export function hasSelector(data: Bytes, signature: string): bool {
  if (data.length < SELECTOR_BYTES) return false
  const hash = crypto.keccak256(ByteArray.fromUTF8(signature))
  for (let i = 0; i < SELECTOR_BYTES; i++) {
    if (data[i] != hash[i]) return false
  }
  return true
}

/** The part of a signature before its types. */
export function nameOf(signature: string): string {
  return signature.slice(0, signature.indexOf('('))
}
