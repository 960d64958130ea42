import {
  BaseError,
  ContractFunctionRevertedError,
  HttpRequestError,
  RpcRequestError,
  TimeoutError,
} from 'viem'
import { ChainReadError } from '../../client/errors.ts'

/**
 * The refusal of a node, or of a contract behind it, in one line.
 *
 * @param who - The caller, for the message.
 * @throws ChainReadError if the node was silent; the error itself if it is no answer of a node.
 */
export function describeNodeRefusal(error: unknown, url: string, who: string): string {
  if (!(error instanceof BaseError)) throw error
  const isSilent = error.walk(
    (cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError,
  )
  if (isSilent !== null) {
    const { host } = new URL(url)
    const message = `the node at ${host} does not answer ${who}; start it or give another`
    throw new ChainReadError(message, { cause: error })
  }
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError)
  if (reverted instanceof ContractFunctionRevertedError) {
    const { errorName = reverted.reason ?? 'without a reason', args = [] } = reverted.data ?? {}
    return `${errorName}(${args.join(', ')})`
  }
  if (error.walk((cause) => cause instanceof RpcRequestError) === null) throw error
  return error.details || (error.shortMessage.split('\n')[0] as string)
}
