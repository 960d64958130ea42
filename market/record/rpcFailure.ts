import { BaseError as ViemError } from 'viem'

/** A failed request. */
export interface Failure {
  /** Of HTTP. */
  status: number | undefined
  headers: Headers | undefined
  /** Of JSON-RPC. */
  code: number | undefined
  details: string
}

/** What there is to know about a failed request, from whichever of the nested errors has it. */
export function inspectFailure(error: unknown): Failure {
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
  if (status === 408 || status === 429 || code === 429) return true
  // -32005 is for too many requests, and for too many logs; only the text tells them apart.
  const isHaste = code === -32_005 && /rate|too many requests|per second/i.test(details)
  // Some nodes give their refusals a status of 500; what counts is that they have answered.
  if (code !== undefined) return isHaste
  if (status !== undefined) return status >= 500
  if (!(error instanceof ViemError)) return false
  return error.walk((inner) => /^(HttpRequest|Timeout)Error$/.test((inner as Error).name)) !== null
}

/** How long the node asks to be left alone, in seconds; 0 if it does not. */
export function readRetryAfterSec(error: unknown): number {
  const text = inspectFailure(error).headers?.get('retry-after')
  if (!text) return 0
  const waitSec = Number(text)
  const untilSec = (Date.parse(text) - Date.now()) / 1_000
  return Math.max(0, Number.isNaN(waitSec) ? untilSec || 0 : waitSec)
}
