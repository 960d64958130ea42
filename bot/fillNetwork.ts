import { relative, resolve } from 'node:path'
import { NetworkConfigError } from '../client/network/errors.ts'
import { findNetwork } from '../client/network/findNetwork.ts'
import { BotConfigError } from './errors.ts'

/**
 * A configuration may name its network instead of `riskParameters` and `chain.id`: `network: mainnet`, as `--network`
 * takes it, or `deployment: deployments/1.json`, a file. Both are looked for from the configuration's folder. The rest
 * of the configuration stays as it is.
 *
 * @throws BotConfigError if there is no such network, or something is said twice.
 */
export async function fillNetwork(
  file: string,
  content: unknown,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<unknown> {
  if (!isGroup(content) || !('network' in content || 'deployment' in content)) return content
  const { network, deployment, ...rest } = content
  const chain = isGroup(rest.chain) ? rest.chain : {}
  const place = network === undefined ? 'deployment' : 'network'
  const twice = [
    ...(network !== undefined && deployment !== undefined ? ['deployment'] : []),
    ...('riskParameters' in rest ? ['riskParameters'] : []),
    ...('id' in chain ? ['chain.id'] : []),
  ]
  if (twice.length > 0) {
    const problems = twice.map((double) => `${double}: stands beside ${place}; remove one of them`)
    throw new BotConfigError(file, problems)
  }
  const named = network ?? deployment
  // `network: 1` is a chain's id.
  if (typeof named !== 'string' && typeof named !== 'number') {
    const what =
      place === 'network' ? 'a name such as mainnet' : 'a file such as deployments/1.json'
    throw new BotConfigError(file, [`${place}: is no text; give ${what}`])
  }
  const name =
    network === undefined ? relative(process.cwd(), resolve(folder, `${named}`)) : `${named}`
  if (network === undefined && !name.endsWith('.json')) {
    throw new BotConfigError(file, [`deployment: ${named} does not end in .json; name such a file`])
  }
  try {
    const { chainId, addresses } = await findNetwork({ network: name, folder, env })
    const { riskParameters } = addresses
    return { ...rest, riskParameters, chain: { id: chainId, ...chain } }
  } catch (cause) {
    if (!(cause instanceof NetworkConfigError)) throw cause
    throw new BotConfigError(file, [`${place}: ${cause.message}`], { cause })
  }
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
