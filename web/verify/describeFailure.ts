import { BaseError } from '../../core/errors.ts'
import { describeNodeFailure } from '../../http/explainNodeFailure.ts'

/** Why a check ended: our own errors say what to do; a node's failure is explained; of another its kind and first line are told. */
export function describeFailure(error: unknown): string {
  if (error instanceof BaseError) return error.message
  const explained = describeNodeFailure(error)
  if (explained !== undefined) return explained
  if (!(error instanceof Error)) return String(error)
  const [line = ''] = error.message.split('\n')
  return `what the node answers cannot be read (${error.name}: ${line})`
}
