import { isHex, size } from 'viem'
import { UsageError } from '../program/errors.ts'

/** A proposal's number, from decimal digits or 32 bytes in hex. @throws UsageError */
export function readProposalId(text: string | undefined): bigint {
  if (text !== undefined && /^\d{1,78}$/.test(text)) return BigInt(text)
  if (isHex(text) && size(text) === 32) return BigInt(text)
  throw new UsageError(
    `the proposal is ${text ?? 'missing'}; give its id in digits, or as 0x and 64 hex digits`,
  )
}
