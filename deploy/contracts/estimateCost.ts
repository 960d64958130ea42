import { type Address, formatEther, type PublicClient } from 'viem'
import { DeployChainError } from './errors.ts'

/** What a deployment will cost, in wei. */
export interface Cost {
  gas: bigint
  /** A unit of gas at the present base fee, with the tip. */
  feePerGas: bigint
  /** At that fee. */
  likelyWei: bigint
  /** With a margin for a base fee that rises, and for chains that use more gas than the rehearsal. */
  neededWei: bigint
}

/** The cost of `gas` on a chain now, and the balance that should be there: a quarter more gas at the fee of a rising market. */
export async function estimateCost(client: PublicClient, gas: bigint): Promise<Cost> {
  const [{ maxFeePerGas, maxPriorityFeePerGas }, { baseFeePerGas }] = await Promise.all([
    client.estimateFeesPerGas(),
    client.getBlock(),
  ])
  const feePerGas = (baseFeePerGas ?? 0n) + maxPriorityFeePerGas
  return {
    gas,
    feePerGas,
    likelyWei: gas * feePerGas,
    neededWei: (gas * maxFeePerGas * 5n) / 4n,
  }
}

/** @throws DeployChainError if an account cannot pay for a deployment. */
export function requireBalance(account: Address, balanceWei: bigint, cost: Cost): void {
  const { gas, neededWei } = cost
  if (balanceWei >= neededWei) return
  throw new DeployChainError(
    `the deployer ${account} has ${formatEther(balanceWei)} ether, up to ${formatEther(neededWei)} ether ` +
      `are needed (${gas} gas, with a margin); send it ${formatEther(neededWei - balanceWei)} ether`,
  )
}
