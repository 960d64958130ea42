/** Deployments as files say where they are: the running local stack, and those of `gimbal deploy`. For Node. */

import { findNetwork, type NetworkOptions } from '../client/network/findNetwork.ts'
import type { Deployment } from './deployment.ts'

export { NetworkConfigError } from '../client/network/errors.ts'
export type { Deployment } from './deployment.ts'

/**
 * The deployment on a network, by the same rules as `--network` of the command line: `local` is the stack that runs on this
 * machine; a chain's name or id is read from `./deployments/CHAINID.json`, then from the package; any other name from
 * `gimbal.yaml`; a path that ends in `.json` is read itself.
 *
 * @throws NetworkConfigError if there is none, or its file is wrong; the message says what to do.
 *
 * @example
 * const { rpcUrl, addresses } = await readDeployment('local')
 */
export async function readDeployment(
  network: number | string,
  options: Omit<NetworkOptions, 'network'> = {},
): Promise<Deployment> {
  const { config, dir, rpc, folder, env } = options
  const found = await findNetwork({ network: `${network}`, config, dir, rpc, folder, env })
  const { file: _, urlProblems: _problems, secretUrls: _secret, ...deployment } = found
  return deployment
}
