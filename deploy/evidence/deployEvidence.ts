import { type Address, createWalletClient, getAddress, type Hex, parseAbi } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { requireBalance } from '../contracts/estimateCost.ts'
import { DeployEvidenceError } from './errors.ts'
import type { EvidencePlan } from './planEvidence.ts'

/** A contract of evidence that was deployed. */
export interface DeployedEvidence {
  address: Address
  transactionHash: Hex
  blockNumber: bigint
}

const kindAbi = parseAbi(['function kind() view returns (uint8)'])
/** In the order of the contract's enum (contracts/interfaces/IProvenEvidence.sol). */
const kindNumbers = { proven: 1, both: 2 } as const
/** More than the estimate, in percent. */
const GAS_MARGIN_PERCENT = 20n

/**
 * Creates the contract of a plan, waits until it is in a block, and asks it what it is.
 *
 * @param onSent - Called with the transaction's hash as soon as there is one.
 * @throws DeployEvidenceError if the transaction fails, or the contract answers as another; DeployChainError without the ether.
 */
export async function deployEvidence(
  plan: EvidencePlan,
  { rpcUrl, key, onSent }: { rpcUrl: string; key: Hex; onSent: (hash: Hex) => void },
): Promise<DeployedEvidence> {
  const { options, contract, cost, balanceWei } = plan
  const { client, kind } = options
  const account = privateKeyToAccount(key)
  if (balanceWei !== undefined) requireBalance(account.address, balanceWei, cost)
  const wallet = createWalletClient({ account, transport: nodeTransport(rpcUrl) })
  const gas = (cost.gas * (100n + GAS_MARGIN_PERCENT)) / 100n
  const hash = await wallet.sendTransaction({ data: contract.data, gas, chain: null })
  onSent(hash)
  const receipt = await client.waitForTransactionReceipt({ hash })
  const { status, contractAddress: address, blockNumber } = receipt
  if (status !== 'success' || !address) {
    throw new DeployEvidenceError(
      `the contract was not created: the transaction ${hash} was reverted; run the same command again`,
    )
  }
  const answer = await client.readContract({ address, abi: kindAbi, functionName: 'kind' })
  if (answer !== kindNumbers[kind]) {
    throw new DeployEvidenceError(
      `the contract at ${address} says that its kind is ${answer}, not ${kindNumbers[kind]}; rebuild with \`npm run setup\``,
    )
  }
  return { address: getAddress(address), transactionHash: hash, blockNumber }
}
