import {
  type Abi,
  type Address,
  createTestClient,
  getAddress,
  publicActions,
  type TransactionReceipt,
  walletActions,
} from 'viem'
import type { HDAccount } from 'viem/accounts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import type { Artifact } from './artifacts.ts'
import { StackChainError } from './errors.ts'

/** A client that may do on a local chain what anvil lets it, as well as read and write. */
export function createChainClient(url: string) {
  return createTestClient({
    mode: 'anvil',
    // Calls of the same moment travel together; a block of the replay is three such journeys.
    transport: nodeTransport(url, {
      batch: { batchSize: 200, wait: 0 },
      retryCount: 0,
      timeout: 60_000,
    }),
    pollingInterval: 20,
  })
    .extend(publicActions)
    .extend(walletActions)
}

export type ChainClient = ReturnType<typeof createChainClient>

/**
 * Sends a contract's creation and waits for it.
 *
 * @throws StackChainError if it reverts.
 */
export async function deployArtifact(
  client: ChainClient,
  account: HDAccount,
  name: string,
  { abi, bytecode }: Artifact,
  args: readonly unknown[] = [],
): Promise<Address> {
  const hash = await client.deployContract({ abi, bytecode, args, account, chain: null })
  const receipt = await client.waitForTransactionReceipt({ hash })
  const { contractAddress } = requireSuccess(receipt, `the deployment of ${name}`)
  return getAddress(contractAddress as Address)
}

/** @throws StackChainError if a transaction was reverted. */
function requireSuccess(receipt: TransactionReceipt, what: string): TransactionReceipt {
  if (receipt.status === 'success') return receipt
  const { transactionHash } = receipt
  throw new StackChainError(
    `${what} was reverted (transaction ${transactionHash}); start the stack again`,
  )
}

/** How often a call is sent whose transaction is reverted though it was fine when it was estimated. */
const ATTEMPTS = 4
/** Of one transaction under Osaka (EIP-7825). */
const MOST_GAS = 2n ** 24n

/**
 * A call of a contract that changes something, sent and waited for. Others may change the same state between the
 * estimate and the block. So the gas has a margin, and a transaction that is still reverted is sent again as long as
 * a simulation of the call succeeds.
 *
 * @throws viem's error with the contract's reason if it refuses the call, StackChainError if it is reverted every time.
 */
export async function send(
  client: ChainClient,
  account: HDAccount | Address,
  call: {
    address: Address
    abi: Abi
    functionName: string
    args: readonly unknown[]
    value?: bigint
  },
) {
  for (let attempt = 1; ; attempt++) {
    const estimate = await client.estimateContractGas({ ...call, account } as never)
    const margin = (estimate * 3n) / 2n
    const gas = margin < MOST_GAS ? margin : MOST_GAS
    const hash = await client.writeContract({ ...call, gas, account, chain: null } as never)
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status === 'success' || attempt === ATTEMPTS) {
      return requireSuccess(receipt, call.functionName)
    }
  }
}
