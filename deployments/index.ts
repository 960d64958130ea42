/** Where Gimbal's contracts are on public networks. For Node and browsers: nothing is read, nothing is asked. */

import type { Deployment } from './deployment.ts'
import { deployments } from './list.ts'

export type { Deployment } from './deployment.ts'
export { deployments } from './list.ts'

/**
 * The deployment on a public network.
 *
 * @param network - A chain's id, or its name as `deployments` has it, such as `mainnet`.
 * @returns undefined if this version of the package knows none there.
 *
 * @example
 * findDeployment(1)?.addresses.riskParameters
 */
export function findDeployment(network: number | string): Deployment | undefined {
  return deployments.find(({ chainId, name }) => chainId === network || name === network)
}
