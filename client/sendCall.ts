import pRetry from 'p-retry'
import {
  type Address,
  createWalletClient,
  type Hex,
  type LocalAccount,
  type PublicClient,
} from 'viem'
import { nodeTransport } from '../http/nodeTransport.ts'
import type { ContractCall } from './contractCall.ts'
import { describeRefusal } from './describeRefusal.ts'
import { CallRefusedError } from './errors.ts'
import { rehearseCall } from './rehearseCall.ts'

/**
 * Sends a call that was rehearsed, and does not wait for its block.
 *
 * @param maxGas - What it may take; more is refused before it is sent.
 * @returns the transaction's hash.
 * @throws CallRefusedError if it is refused when tried, or would take more gas.
 * @throws InsufficientEtherError if the account cannot pay it.
 */
export async function submitCall(
  client: PublicClient,
  rpcUrl: string,
  account: LocalAccount,
  call: ContractCall,
  maxGas?: bigint,
): Promise<Hex> {
  const { gas, fees } = await rehearseCall(client, account.address, call)
  if (maxGas !== undefined && gas > maxGas) {
    throw new CallRefusedError(
      `${call.functionName} would take ${gas} gas, allowed are ${maxGas}; send it from an account of your own`,
      undefined,
    )
  }
  const wallet = createWalletClient({ account, transport: nodeTransport(rpcUrl) })
  const request = { ...call, ...fees, gas, chain: null }
  return wallet.writeContract(request as never).catch((cause) => {
    throw describeRefusal(call, cause)
  })
}

/**
 * Sends a call that was rehearsed, and waits until it is in a block.
 *
 * @returns the transaction's hash.
 * @throws CallRefusedError if it is refused when tried, or in the block.
 * @throws InsufficientEtherError if the account cannot pay it.
 */
export async function sendCall(
  client: PublicClient,
  rpcUrl: string,
  account: LocalAccount,
  call: ContractCall,
): Promise<Hex> {
  const hash = await submitCall(client, rpcUrl, account, call)
  const { status } = await client.waitForTransactionReceipt({ hash })
  if (status === 'success') return hash
  throw new CallRefusedError(
    `${call.functionName} was reverted in its block (transaction ${hash}); try it again to see why`,
    undefined,
  )
}

/**
 * Waits until nothing of an account is on its way: what an earlier run has sent and not seen in a block.
 *
 * @throws CallRefusedError if something stays on its way for a minute.
 */
export async function waitUntilSettled(client: PublicClient, address: Address): Promise<void> {
  await pRetry(
    async () => {
      const [settled, sent] = await Promise.all([
        client.getTransactionCount({ address, blockTag: 'latest' }),
        client.getTransactionCount({ address, blockTag: 'pending' }),
      ])
      if (settled === sent) return
      throw new CallRefusedError(
        `${sent - settled} transactions of ${address} are still on their way; wait for them, or replace them`,
        undefined,
      )
    },
    { retries: 60, minTimeout: 1_000, factor: 1 },
  )
}
