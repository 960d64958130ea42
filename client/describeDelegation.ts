import { type Address, isAddressEqual, zeroAddress } from 'viem'
import { tokenAbi } from '../abi/index.ts'
import { formatVotes } from '../governance/index.ts'
import type { ContractCall } from './contractCall.ts'
import type { Holding } from './readHolding.ts'

/** Whether the votes of an account's tokens are with a delegate already. The zero address is nobody. */
export function isDelegateOf({ delegate }: Holding, delegatee: Address): boolean {
  return isAddressEqual(delegate ?? zeroAddress, delegatee)
}

/** Says who has the votes of an account's tokens, and who will have them: a sentence without its full stop. */
export function describeDelegation(holding: Holding, delegatee: Address): string {
  const { account, tokens, delegate } = holding
  const name = (one: Address | undefined) => {
    if (one === undefined || isAddressEqual(one, zeroAddress)) return 'nobody'
    return isAddressEqual(one, account) ? 'itself' : one
  }
  const held = `${account} holds ${formatVotes(tokens)} tokens`
  const now = `their votes are with ${name(delegate)}`
  if (isDelegateOf(holding, delegatee)) return `${held}; ${now} already`
  const rest = tokens === 0n ? '; it moves no votes until it gets tokens' : ''
  return `${held}; ${now}, and will be with ${name(delegatee)} on proposals whose vote begins later${rest}`
}

/** The call by which an account gives the votes of its tokens to another, to itself, or by the zero address to nobody. */
export function createDelegateCall(token: Address, delegatee: Address): ContractCall {
  return { address: token, abi: tokenAbi, functionName: 'delegate', args: [delegatee] }
}
