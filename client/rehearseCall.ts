import {
  type Address,
  Eip1559FeesNotSupportedError,
  encodeFunctionData,
  type PublicClient,
} from 'viem'
import type { ContractCall } from './contractCall.ts'
import { describeRefusal } from './describeRefusal.ts'
import { InsufficientEtherError } from './errors.ts'
import { refusalErrors } from './refusals/explainRefusal.ts'

/** A transaction that was rehearsed: its gas and fees, as `writeContract` takes them. */
export interface Rehearsal {
  gas: bigint
  fees:
    | { type: 'eip1559'; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }
    | { type: 'legacy'; gasPrice: bigint }
}

/** More than the estimate, in percent: a vote that others cast meanwhile can make a call dearer. */
const GAS_MARGIN_PERCENT = 20n

/**
 * Runs a call without sending it.
 *
 * @returns what it returns.
 * @throws CallRefusedError if the contract refuses it.
 */
export async function tryCall(
  client: PublicClient,
  account: Address,
  call: ContractCall,
): Promise<unknown> {
  try {
    const abi = [...call.abi.filter(({ type }) => type !== 'error'), ...refusalErrors]
    // As of the block that would hold it: whether a vote is open depends on that block's time.
    const request = { ...call, abi, account, blockTag: 'pending' }
    return (await client.simulateContract(request as never)).result
  } catch (cause) {
    throw describeRefusal(call, cause)
  }
}

/**
 * Everything about a transaction but sending it: what the contract says, its gas, today's fees, and whether the account
 * can pay them.
 *
 * @throws CallRefusedError if the contract or the node refuses it.
 * @throws InsufficientEtherError if the account has too little ether.
 */
export async function rehearseCall(
  client: PublicClient,
  account: Address,
  call: ContractCall,
): Promise<Rehearsal> {
  await tryCall(client, account, call)
  const { address: to } = call
  const data = encodeFunctionData(call)
  try {
    const [estimate, fees, balance] = await Promise.all([
      client.estimateGas({ account, to, data, blockTag: 'pending' }),
      readFees(client),
      client.getBalance({ address: account }),
    ])
    const gas = (estimate * (100n + GAS_MARGIN_PERCENT)) / 100n
    const cost = gas * (fees.type === 'legacy' ? fees.gasPrice : fees.maxFeePerGas)
    if (balance < cost) throw new InsufficientEtherError(account, call.functionName, balance, cost)
    return { gas, fees }
  } catch (cause) {
    throw describeRefusal(call, cause)
  }
}

/** Today's fees, of the kind that the chain has. */
async function readFees(client: PublicClient): Promise<Rehearsal['fees']> {
  try {
    const { maxFeePerGas, maxPriorityFeePerGas } = await client.estimateFeesPerGas()
    return { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas }
  } catch (error) {
    if (!(error instanceof Eip1559FeesNotSupportedError)) throw error
    return { type: 'legacy', gasPrice: await client.getGasPrice() }
  }
}
