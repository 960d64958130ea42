import {
  type Abi,
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  type PublicClient,
} from 'viem'
import { governanceReceiverAbi, remoteParametersAbi } from '../../abi/index.ts'

/** A message as its receiver would be handed it. */
export interface Delivery {
  /** On the chain to which it goes. */
  messenger: Address
  receiver: Address
  sourceChainId: number
  sender: Address
  payload: Hex
}

/** Why a receiver would not take a message now. */
export interface Refusal {
  /** Of the contract's error; undefined: it gives no reason that is known. */
  name: string | undefined
  args: readonly unknown[]
}

const receiverAbi: Abi = [
  ...remoteParametersAbi.filter(
    (item) => item.type === 'error' || (item.type === 'function' && item.name === 'receiveMessage'),
  ),
  ...governanceReceiverAbi.filter(({ type }) => type === 'error'),
]

/**
 * What the receiver says to a message, if its messenger brought it now. Nothing is sent.
 *
 * @returns undefined: it would take it.
 */
export async function findRefusal(
  client: PublicClient,
  { messenger, receiver, sourceChainId, sender, payload }: Delivery,
): Promise<Refusal | undefined> {
  try {
    await client.simulateContract({
      address: receiver,
      abi: receiverAbi,
      functionName: 'receiveMessage',
      args: [BigInt(sourceChainId), sender, payload],
      account: messenger,
      // A quiet chain's last block may be long ago.
      blockTag: 'pending',
    })
    return undefined
  } catch (error) {
    const reverted =
      error instanceof BaseError &&
      error.walk((cause) => cause instanceof ContractFunctionRevertedError)
    if (!(reverted instanceof ContractFunctionRevertedError)) throw error
    return { name: reverted.data?.errorName, args: reverted.data?.args ?? [] }
  }
}
