import { findNetwork } from '../../client/network/findNetwork.ts'
import { type Network as AnyNetwork, requireUrl } from '../../client/network/network.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'

/** What `networkArgs` holds. */
export interface NetworkFlags {
  network: string
  config?: string | undefined
  dir?: string | undefined
  rpc?: string | undefined
}

/** A network with a node that can be asked. */
export type Network = AnyNetwork & { rpcUrl: string }

/**
 * The network that the arguments name, with a node.
 *
 * @throws NetworkConfigError if there is none, a file of it is wrong, or no node is named; UsageError for an argument.
 */
export async function readNetwork(flags: NetworkFlags): Promise<Network> {
  const network = await readNetworkWithoutNode(flags)
  return { ...network, rpcUrl: requireUrl(network, 'rpcUrl') }
}

/** The same for a command that asks no node. @throws NetworkConfigError and UsageError */
export async function readNetworkWithoutNode(flags: NetworkFlags): Promise<AnyNetwork> {
  const { network, config, dir, rpc } = flags
  if (rpc !== undefined) requireHttpUrl('rpc', rpc)
  return findNetwork({ network, config, dir, rpc })
}
