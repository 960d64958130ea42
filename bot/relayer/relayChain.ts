import type { Address } from 'viem'
import type { Endpoints } from '../sources/createEndpoints.ts'
import type { Bridge, BridgeEnd } from './bridges/bridge.ts'

/** A chain that messages leave and reach. */
export interface RelayChain {
  name: string
  chainId: number
  endpoints: Pick<Endpoints, 'agree'>
  /** At most one a bridge. */
  messengers: readonly { bridge: Bridge; address: Address }[]
  /** To whom messages are brought here: what strangers send to others is theirs to bring, and to pay for. */
  receivers: readonly Address[]
  /** Blocks from an event's to the latest, both counted, before it counts. */
  depth: bigint
}

/** The home chain's contracts that send. */
export interface HomeContracts {
  parametersSender: Address
  governanceSender: Address
}

/** Another chain's contracts that take what was sent. */
export interface AwayContracts {
  remoteParameters: Address
  governanceReceiver: Address
  timelock: Address
}

export interface HomeChain extends RelayChain {
  home: HomeContracts
}

export interface AwayChain extends RelayChain {
  away: AwayContracts
}

/** A chain as one of its bridges sees it; undefined: it has no messenger of that bridge. */
export function findEnd(
  { chainId, endpoints, messengers }: RelayChain,
  name: string,
): BridgeEnd | undefined {
  const found = messengers.find(({ bridge }) => bridge.name === name)
  return found && { chainId, messenger: found.address, ask: endpoints.agree }
}
