import { isAddressEqual } from 'viem'
import type { ContractCall } from '../../client/contractCall.ts'

/** Whether two calls do the same. */
export function isSameCall(left: ContractCall, right: ContractCall): boolean {
  return (
    isAddressEqual(left.address, right.address) &&
    left.functionName === right.functionName &&
    toKey(left.args) === toKey(right.args)
  )
}

/** A text that no other arguments have. */
export function toKey(args: readonly unknown[]): string {
  return JSON.stringify(args, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))
}
