import { createContext, useContext } from 'react'
import type { PublicClient } from 'viem'
import type { Network } from '../../client/network/network.ts'
import { requireUrl } from '../../client/network/network.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { createQueryClient, type QueryClient } from '../../query/index.ts'
import { createReader } from './createReader.ts'
import type { ChosenNetwork } from './loadNetwork.ts'

/** The network that is shown, and who is asked about it. */
export interface Session {
  chosen: ChosenNetwork
  network: Network
  client: PublicClient
  /** The index; undefined where the network names none. */
  index: QueryClient | undefined
}

/** @throws NetworkConfigError if no node is named. */
export function createSession(chosen: ChosenNetwork): Session {
  const { network } = chosen
  const rpcUrl = requireUrl(network, 'rpcUrl')
  const client = createReader(
    nodeTransport(rpcUrl, { batch: { wait: 0 }, retryCount: 1, retryDelay: 300 }),
  )
  const { graphqlUrl } = network
  const index =
    graphqlUrl === undefined
      ? undefined
      : createQueryClient({ url: graphqlUrl, retries: 1, patienceMs: 10_000 })
  return { chosen, network, client, index }
}

export const SessionContext = createContext<Session | undefined>(undefined)

/** The session of the page. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('a part of the page stands outside of its session')
  return session
}
