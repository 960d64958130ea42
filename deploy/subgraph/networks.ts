import { join } from 'node:path'
import { z } from 'zod'
import { formatFault } from '../../files/listFaults.ts'
import { checkSettings, readSettings } from '../../files/readSettings.ts'
import { addressSetting as address } from '../../files/settings.ts'
import { SubgraphBuildError, SubgraphTargetError } from './errors.ts'
import { sourceDir } from './paths.ts'

const block = z.int().min(0).max(2_147_483_647) // graph-node counts blocks in 32 bits, signed

const addresses = z.strictObject({
  riskParameters: address,
  governor: address,
  token: address,
  timelock: address,
})

const pool = z.strictObject({ address, startBlock: block })

const deployment = z.strictObject({
  startBlock: block,
  addresses,
  pools: z.array(pool).optional(),
})

const network = z.strictObject({
  name: z.string(),
  chainId: z.int().positive(),
  deployment: deployment.optional(),
})

/** A network by our name: graph-node's name for it, its chain id, and what is deployed there, if anything is. */
export type Network = z.infer<typeof network>

/** The contracts of one deployment. `startBlock` is the block in which the first of them was created. */
export type Deployment = z.infer<typeof deployment>

/**
 * The networks of networks.json by their names.
 * @throws SubgraphBuildError if the file is not of the form that is expected.
 */
export async function readNetworks(): Promise<Record<string, Network>> {
  const file = join(sourceDir, 'networks.json')
  const { settings, faults } = await readSettings(file, z.record(z.string(), network))
  if (settings !== undefined) return settings
  throw new SubgraphBuildError(faults.map((fault) => formatFault(file, fault)).join('\n'))
}

/**
 * What to index on a network: what is given, and for the rest what networks.json says.
 * @throws SubgraphTargetError if the network is unknown, or something is missing or not allowed.
 */
export function resolveDeployment(
  name: string,
  networks: Record<string, Network>,
  given: { [Field in keyof Deployment]?: unknown },
): { network: Network; deployment: Deployment } {
  const found = networks[name]
  if (found === undefined) {
    const known = Object.keys(networks).join(', ')
    throw new SubgraphTargetError(name, `not in networks.json, which has ${known}; add it there`)
  }
  const known = Object.entries(given).filter(([, value]) => value !== undefined)
  const { settings, faults } = checkSettings(
    { ...found.deployment, ...Object.fromEntries(known) },
    deployment,
  )
  if (settings !== undefined) return { network: found, deployment: settings }
  const reasons = faults.map(({ path, text }) => (path === '' ? text : `${path}: ${text}`))
  throw new SubgraphTargetError(
    name,
    `${reasons.join('; ')}; deploy there first, then give it or put it into networks.json`,
  )
}
