import type { Abi, Address } from 'viem'

/** A call of a contract that changes something. */
export interface ContractCall {
  address: Address
  abi: Abi
  functionName: string
  args: readonly unknown[]
}
