import { BaseError } from 'viem'
import { StackChainError } from '../local/errors.ts'

/**
 * Runs what asks a local chain.
 *
 * @throws StackChainError for whatever the node or a contract refuses, and for a node that is silent; errors of this
 *   project as they are.
 */
export async function askChain<Result>(what: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (cause) {
    if (!(cause instanceof BaseError)) throw cause
    // viem's longer text may hold the URL.
    const said = cause.details || cause.shortMessage.split('\n')[0]
    throw new StackChainError(`${what} failed (${said}); start the stack again`, { cause })
  }
}
