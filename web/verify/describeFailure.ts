import { BaseError } from '../../core/errors.ts'
import { cutUrls } from '../../http/cutUrls.ts'
import { describeNodeFailure } from '../../http/explainNodeFailure.ts'

/**
 * Why a check ended: our own errors say what to do; a node's failure is explained; of another its kind and first line are
 * told. No URL in it is longer than its host.
 */
export function describeFailure(error: unknown): string {
  if (error instanceof BaseError) return cutUrls(error.message)
  const explained = describeNodeFailure(error)
  if (explained !== undefined) return explained
  if (!(error instanceof Error)) return cutUrls(String(error))
  const [line = ''] = error.message.split('\n')
  return cutUrls(`what the node answers cannot be read (${error.name}: ${line})`)
}
