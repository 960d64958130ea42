import { type Deployment, deployments, findDeployment } from 'gimbal/deployments'
import { readDeployment } from 'gimbal/deployments/node'
import type { Address } from 'viem'

export const addresses = deployments.map(
  ({ addresses }): Address => addresses.riskParameters satisfies Address,
)
export const mainnet: Deployment | undefined = findDeployment(1)
export const local = async (): Promise<Deployment> => readDeployment('local')
