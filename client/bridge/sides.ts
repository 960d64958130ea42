import type { Address, PublicClient } from 'viem'
import type { Network, NetworkBridge, NetworkMessenger, RemoteNetwork } from '../network/network.ts'

/** Connects with the node of another chain; undefined: the network names none. Throws if it does not answer. */
export type ConnectRemote = (remote: RemoteNetwork) => Promise<PublicClient | undefined>

/** A chain of a network that messages come from and go to, as far as it was read. */
export interface Side {
  name: string
  chainId: number
  messengers: readonly NetworkMessenger[]
  /** Undefined of the home chain. */
  remote: RemoteNetwork | undefined
  /** Undefined: nobody was to be asked. */
  client: PublicClient | undefined
  startBlock: bigint
}

/** The home chain and each other one. */
export function listSides(
  { name, chainId, startBlock, remotes }: Network,
  { messengers }: NetworkBridge,
  home: PublicClient,
  clients: ReadonlyMap<RemoteNetwork, PublicClient>,
): Side[] {
  return [
    {
      name,
      chainId,
      messengers,
      remote: undefined,
      client: home,
      startBlock,
    },
    ...remotes.map((remote) => ({
      name: remote.name,
      chainId: remote.chainId,
      messengers: remote.messengers,
      remote,
      client: clients.get(remote),
      startBlock: remote.startBlock,
    })),
  ]
}

export function isSameAddress(a: Address | undefined, b: Address): boolean {
  return a?.toLowerCase() === b.toLowerCase()
}

/** The name of the bridge behind a messenger of a chain; its address where the network does not list it. */
export function nameMessenger({ messengers }: Pick<Side, 'messengers'>, address: Address): string {
  return messengers.find((one) => isSameAddress(one.address, address))?.name ?? address
}
