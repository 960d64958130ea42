import { createPublicClient, type PublicClient } from 'viem'
import { explainNodeFailure } from '../../http/explainNodeFailure.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { DeployChainError } from './errors.ts'

// PUSH1 1, CLZ, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN: the leading zeros of 1, which are 255.
const CLZ_PROBE = '0x60011e5f5260205ff3'

/** A node, by what of its URL is no secret. */
export function nameNode(url: string): string {
  return `the node at ${new URL(url).origin}`
}

/**
 * A client of the chain at `url`, once it is known to be one of the allowed chains and to have the opcode on
 * which the model rests.
 *
 * @throws DeployChainError if it does not answer, is another chain, or is older than Osaka.
 */
export async function connectChain(url: string, allowed: readonly number[]) {
  const client = createPublicClient({
    transport: nodeTransport(url, { retryCount: 1, timeout: 10_000 }),
  })
  const chainId = await getChainId(client, url)
  if (!allowed.includes(chainId)) {
    throw new DeployChainError(
      `${nameNode(url)} is on chain ${chainId}, the configuration allows ${allowed.join(', ')}; ` +
        'give the URL of another node, or correct the configuration',
    )
  }
  await checkClz(client, url)
  return { client, chainId }
}

async function getChainId(client: PublicClient, url: string): Promise<number> {
  try {
    return await client.getChainId()
  } catch (cause) {
    throw describeSilence(url, cause)
  }
}

async function checkClz(client: PublicClient, url: string): Promise<void> {
  const { data } = await client.call({ data: CLZ_PROBE }).catch((cause) => {
    // A chain that refuses the opcode answers; a node that fails says nothing of it.
    if (explainNodeFailure(cause) !== undefined) throw describeSilence(url, cause)
    return { data: undefined }
  })
  if (data !== undefined && BigInt(data) === 255n) return
  throw new DeployChainError(
    `the chain of ${nameNode(url)} has no CLZ opcode, which the model needs (EIP-7939, Osaka); ` +
      'choose a chain that has it',
  )
}

function describeSilence(url: string, cause: unknown): DeployChainError {
  const { what, advice } = explainNodeFailure(cause) ?? {
    what: 'is no Ethereum node',
    advice: 'give the URL of one',
  }
  return new DeployChainError(`${nameNode(url)} ${what}; ${advice}`, { cause })
}
