import { BaseError, ContractFunctionRevertedError, ContractFunctionZeroDataError } from 'viem'
import { showText } from '../core/showText.ts'
import { describeNodeFailure } from '../http/explainNodeFailure.ts'
import type { ContractCall } from './contractCall.ts'
import { CallRefusedError, ChainReadError } from './errors.ts'
import { explainRefusal } from './refusals/explainRefusal.ts'

/** Turns viem's error of a failed call into one that says why; other errors stay as they are. */
export function describeRefusal(
  { functionName, address }: Pick<ContractCall, 'functionName' | 'address'>,
  cause: unknown,
): unknown {
  if (!(cause instanceof BaseError)) return cause
  const failure = describeNodeFailure(cause)
  if (failure !== undefined) return new ChainReadError(failure, { cause })
  const refuse = (why: string, name?: string) =>
    new CallRefusedError(`${functionName} is refused: ${why}`, name, { cause })
  if (cause.walk((error) => error instanceof ContractFunctionZeroDataError)) {
    return refuse(`there is no contract with it at ${address}; correct the network's addresses`)
  }
  const reverted = cause.walk((error) => error instanceof ContractFunctionRevertedError)
  if (!(reverted instanceof ContractFunctionRevertedError)) {
    // Of the cause what the node said: viem's own text may hold the URL.
    const said = showText(cause.details || (cause.shortMessage.split('\n')[0] ?? ''))
    return new CallRefusedError(
      `the node does not take ${functionName} (${said}); check the account's balance, or try another node`,
      undefined,
      { cause },
    )
  }
  const { data, reason, signature } = reverted
  const explained = data && explainRefusal(functionName, data.errorName, data.args ?? [])
  if (explained !== undefined) return refuse(explained, data?.errorName)
  if (reason !== undefined) {
    return refuse(
      `the contract says "${showText(reason)}"; \`gimbal verify proposal\` shows the calls`,
    )
  }
  const what =
    signature === undefined
      ? `the contract at ${address} gives no reason, or has no such function`
      : `a contract gives the error ${signature}, which no contract of Gimbal has`
  return refuse(`${what}; check the network's addresses, and what the proposal calls`)
}
