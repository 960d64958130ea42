import {
  type Abi,
  type Address,
  createTestClient,
  getAddress,
  type Hex,
  http,
  publicActions,
  walletActions,
} from 'viem'
import type { HDAccount } from 'viem/accounts'
import type { Artifact } from './artifacts.ts'
import { StackChainError } from './errors.ts'

/** A client that may do on a local chain what anvil lets it, as well as read and write. */
export function createChainClient(url: string) {
  return createTestClient({
    mode: 'anvil',
    // Calls of the same moment travel together; a block of the replay is three such journeys.
    transport: http(url, { batch: { batchSize: 200, wait: 0 }, retryCount: 0, timeout: 60_000 }),
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
  const { contractAddress } = await waitFor(client, hash, `the deployment of ${name}`)
  return getAddress(contractAddress as Address)
}

/**
 * Waits until a transaction is in a block.
 *
 * @throws StackChainError if it reverted there.
 */
async function waitFor(client: ChainClient, hash: Hex, what: string) {
  const receipt = await client.waitForTransactionReceipt({ hash })
  if (receipt.status === 'success') return receipt
  throw new StackChainError(`${what} was reverted (transaction ${hash}); start the stack anew`)
}

/** A call of a contract that changes something, sent and waited for. */
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
  const hash = await client.writeContract({ ...call, account, chain: null } as never)
  return waitFor(client, hash, call.functionName)
}
