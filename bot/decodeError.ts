import { BaseError, decodeErrorResult, type Hex, isHex } from 'viem'
import { refusalErrors } from '../client/refusals/explainRefusal.ts'

/** The name and the arguments of the error that a contract refused a call with; undefined for an error that no contract of this project has. */
export function decodeError(
  error: unknown,
): { name: string; args: readonly unknown[] } | undefined {
  const data = findData(error)
  if (data === undefined || data === '0x') return undefined
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: refusalErrors, data })
    return { name: errorName, args }
  } catch {
    return undefined
  }
}

/** The bytes that a contract refused with, wherever the library keeps them. */
function findData(error: unknown): Hex | undefined {
  if (!(error instanceof BaseError)) return undefined
  let found: Hex | undefined
  error.walk((one) => {
    const { raw, data } = one as { raw?: unknown; data?: unknown }
    const inner = (data as { data?: unknown } | undefined)?.data
    found ??= [raw, data, inner].find((value): value is Hex => isHex(value) && value.length >= 10)
    return found !== undefined
  })
  return found
}
