import { describeNodeFailure } from '../http/explainNodeFailure.ts'
import { VerifySourceError } from './errors.ts'

/**
 * A node's answer.
 *
 * @param what - What is asked for, for the message of the error.
 * @throws VerifySourceError if the node fails or does not have it.
 */
export async function askNode<Answer>(request: Promise<Answer>, what: string): Promise<Answer> {
  return request.catch((cause) => {
    const message =
      describeNodeFailure(cause) ?? `the node does not return ${what}; give an archive node`
    throw new VerifySourceError(message, { cause })
  })
}
