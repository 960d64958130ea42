import type { z } from 'zod'
import { createRequest, type Request, type RequestOptions } from '../http/createRequest.ts'
import { SnapshotHttpError, SnapshotSchemaError, SnapshotUnreachableError } from './errors.ts'

/**
 * Requests to a part of Snapshot.
 *
 * @throws SnapshotUnreachableError, SnapshotHttpError, SnapshotSchemaError if the answer is no JSON; what `readRefusal`
 *   returns; the signal's reason if it ends the request.
 */
export function createSnapshotRequest(options: RequestOptions): Request {
  return createRequest(options, (failure) => {
    const { origin, note, kind } = failure
    if (kind === 'unreachable') {
      return new SnapshotUnreachableError(origin, `${failure.reason}${note}`, failure)
    }
    if (kind === 'status') return new SnapshotHttpError(origin, failure.status, note)
    return new SnapshotSchemaError(origin, '', 'it is no JSON')
  })
}

/** An answer of `url` as the schema wants it. @throws SnapshotSchemaError */
export function checkAnswer<Data>(url: string, schema: z.ZodType<Data>, value: unknown): Data {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { path, message } = describeIssue(result.error)
  throw new SnapshotSchemaError(new URL(url).origin, path, message, { cause: result.error })
}

/** The first place at which a value is not of its schema, and why. */
export function describeIssue({ issues }: z.ZodError): { path: string; message: string } {
  const [issue] = issues
  return { path: issue?.path.join('.') ?? '', message: issue?.message ?? 'it differs' }
}
