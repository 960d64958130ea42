import { BaseError } from 'viem'
import { BaseError as OwnError } from '../core/errors.ts'
import { showText } from '../core/showText.ts'
import { explainNodeFailure } from '../http/explainNodeFailure.ts'
import { decodeError } from './decodeError.ts'

const LONGEST = 200

/** A failure in one line. URLs are removed from texts of libraries and servers, because they may hold a key. */
export function describeFailure(error: unknown): string {
  // Ours name origins at most.
  if (error instanceof OwnError) return error.message
  const refusal = decodeError(error)
  if (refusal !== undefined) return refusal.detail
  const failure = explainNodeFailure(error)
  if (failure !== undefined) return failure.what
  const [line = ''] = readMessage(error).split('\n')
  return showText(line.replace(/https?:\S+/g, '(URL)')).slice(0, LONGEST)
}

function readMessage(error: unknown): string {
  if (error instanceof BaseError) return error.details || error.shortMessage
  return error instanceof Error ? error.message : String(error)
}
