import type { Address, PublicClient } from 'viem'
import type { Network, NetworkMessenger, RemoteNetwork } from '../network/network.ts'

/** Who reads the other chains of a network, by their ids; one that is missing is not asked. */
export type RemoteClients = ReadonlyMap<number, PublicClient>

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

/** The home chain and each other one. Empty for a network without a bridge. */
export function listSides(network: Network, home: PublicClient, clients: RemoteClients): Side[] {
  const { bridge, name, chainId, startBlock, remotes } = network
  if (bridge === undefined) return []
  return [
    {
      name,
      chainId,
      messengers: bridge.messengers,
      remote: undefined,
      client: home,
      startBlock,
    },
    ...remotes.map((remote) => ({
      name: remote.name,
      chainId: remote.chainId,
      messengers: remote.messengers,
      remote,
      client: clients.get(remote.chainId),
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
