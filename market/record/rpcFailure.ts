import { BaseError as ViemError } from 'viem'
import { isPassingStatus } from '../../http/isPassingStatus.ts'
import { readRetryAfterMs } from '../../http/readRetryAfterMs.ts'

/** A failed request. */
interface Failure {
  /** Of HTTP. */
  status: number | undefined
  headers: Headers | undefined
  /** Of JSON-RPC. */
  code: number | undefined
  details: string
}

/** The facts about a failed request, from the nested errors. */
function inspectFailure(error: unknown): Failure {
  const failure: Failure = { status: undefined, headers: undefined, code: undefined, details: '' }
  for (let at = error; at instanceof Error; at = at.cause) {
    const { status, headers, code, details } = at as unknown as Partial<Failure>
    if (typeof status === 'number') failure.status = status
    if (headers instanceof Headers) failure.headers = headers
    if (typeof code === 'number') failure.code = code
    if (typeof details === 'string') failure.details = details
  }
  return failure
}

/** Whether the same request may well succeed later. */
export function isTransient(error: unknown): boolean {
  const { status, code, details } = inspectFailure(error)
  if (code === 429) return true
  // -32005 is used for too many requests and for too many logs; only the text distinguishes them.
  const isHaste = code === -32_005 && /rate|too many requests|per second/i.test(details)
  // Some nodes give their refusals a status of 500; what counts is that they have answered.
  const isPassing = status !== undefined && isPassingStatus(status)
  if (isPassing && status < 500) return true
  if (code !== undefined) return isHaste
  if (status !== undefined) return isPassing
  if (!(error instanceof ViemError)) return false
  return error.walk((inner) => /^(HttpRequest|Timeout)Error$/.test((inner as Error).name)) !== null
}

/** How long the node asks to be left alone, in seconds; 0 if it does not. */
export function readRetryAfterSec(error: unknown): number {
  const header = inspectFailure(error).headers?.get('retry-after') ?? null
  return (readRetryAfterMs(header, Date.now()) ?? 0) / 1_000
}
