import type { Address } from 'viem'
import type { RemoteChange, RemoteConfig } from '../document.ts'

/** Another chain that a vote can reach. */
export interface RemoteChain {
  chainId: bigint
  /** As the network's file calls it. */
  name: string
  remoteParameters: Address
}

/** How a vote reaches other chains. */
export interface RemoteContracts {
  governanceSender: Address
  chains: readonly RemoteChain[]
}

/** Whether a change takes effect on another chain. */
export const isRemote = (change: object): change is RemoteChange => 'chainId' in change

/** What RemoteParameters stores. */
export function toRemoteConfig({
  bounds,
  fallback,
  timing,
}: Extract<RemoteChange, { change: 'remote-market' }>): RemoteConfig {
  const { epochSec, maxAgeSec, messageAgeSec } = timing
  return { bounds, fallbackVector: fallback, epochSec, maxAgeSec, messageAgeSec }
}
