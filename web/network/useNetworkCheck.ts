import { WrongContractError } from '../../client/errors.ts'
import { describeChain } from '../../client/network/chains.ts'
import type { Network } from '../../client/network/network.ts'
import { useHead } from '../data/useHead.ts'
import { useReading } from '../data/useReading.ts'
import type { Session } from './session.ts'

/** Why nothing that the node says is about the network that is shown. */
export interface NetworkFault {
  title: string
  text: string
}

/** Whether the node is on the network's chain, and the contracts are where the network says; asked once it answers. */
export function useNetworkCheck(): NetworkFault | undefined {
  const head = useHead()
  const { data } = useReading({
    key: ['network-check'],
    isEnabled: head !== undefined,
    read: findNetworkFault,
  })
  return data ?? undefined
}

/** @returns null if all is as it should be. Throws what the node fails with. */
export async function findNetworkFault({
  client,
  network,
}: Pick<Session, 'client' | 'network'>): Promise<NetworkFault | null> {
  const chainId = await client.getChainId()
  if (chainId !== network.chainId) return describeChainFault(chainId, network)
  // Only here: the page itself is drawn before it is needed.
  const { checkContracts } = await import('../../client/checkContracts.ts')
  try {
    await checkContracts(client, network.addresses)
    return null
  } catch (error) {
    if (!(error instanceof WrongContractError)) throw error
    return { title: 'The contracts are not where the network says', text: error.message }
  }
}

function describeChainFault(got: number, { name, chainId, rpcUrl = '' }: Network): NetworkFault {
  const node = URL.parse(rpcUrl)?.host ?? ''
  return {
    title: 'The node is on another chain',
    text: `The node at ${node} is on ${describeChain(got)}, and ${name} is on ${describeChain(chainId)}. Give another node, or choose another network.`,
  }
}
