import type { BridgeEntry, RemoteEntry } from '../../client/network/remoteSchema.ts'
import type { Venue } from '../local/deployVenue.ts'

/** The name of a stack's second chain: ours, and graph-node's. */
export const SECOND_NETWORK = 'local-2'

/** A stack's second chain, which takes its parameters from the first. */
interface SecondChainState extends Pick<RemoteEntry, 'contracts' | 'messengers'> {
  name: string
  chainId: number
  /** From which its index begins. */
  startBlock: number
  /** Of its node, and of its subgraph; none without an index. */
  urls: { rpc: string; graphql?: string }
  venue: Venue
}

/** What a stack with two chains has besides. */
export interface Across {
  /** The contracts of the first chain that speak to the second. */
  bridge: BridgeEntry
  away: SecondChainState
  /** Where the relayer answers /ready and /metrics. */
  relayerUrl?: string
}
