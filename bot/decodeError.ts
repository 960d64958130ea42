import { BaseError, decodeErrorResult, type Hex, isHex } from 'viem'
import { explainRefusal, refusalErrors } from '../client/refusals/explainRefusal.ts'

/** An error that a contract refused a call with. */
export interface Refusal {
  /** The contract's own name for it. */
  name: string
  /** What it means, in one line. */
  detail: string
}

/** What a contract refused a call with, from what a client throws; undefined for an error that no contract of this project has. */
export function decodeError(error: unknown): Refusal | undefined {
  const data = findData(error)
  return data && decodeRefusal(data)
}

/** The same from the bytes of the refusal. */
export function decodeRefusal(data: Hex): Refusal | undefined {
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: refusalErrors, data })
    const why = explainRefusal('report', errorName, args) ?? `${errorName}(${args.join(', ')})`
    return { name: errorName, detail: `the contract refuses: ${why}` }
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
