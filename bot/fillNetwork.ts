import { relative, resolve } from 'node:path'
import { NetworkConfigError } from '../client/network/errors.ts'
import { findNetwork } from '../client/network/findNetwork.ts'
import type { Fault } from '../files/listFaults.ts'

interface FillOptions {
  /** Of the configuration. */
  folder: string
  env: NodeJS.ProcessEnv
  findLine?: ((path: readonly PropertyKey[]) => number | undefined) | undefined
  /** Whether the configuration has `riskParameters`; each has `chain.id`. */
  namesContract: boolean
}

/**
 * A configuration may name its network instead of `riskParameters` and `chain.id`: `network: mainnet`, as `--network`
 * takes it, or `deployment: deployments/1.json`, a file. Both are looked for from the configuration's folder. The rest
 * of the configuration stays as it is.
 *
 * @returns the configuration, or what is wrong: there is no such network, or something is said twice.
 */
export async function fillNetwork(
  content: unknown,
  { folder, env, findLine = () => undefined, namesContract }: FillOptions,
): Promise<{ value: unknown; faults?: undefined } | { faults: Fault[] }> {
  if (!isGroup(content) || !('network' in content || 'deployment' in content)) {
    return { value: content }
  }
  const fail = (path: string, text: string): Fault => {
    return { path, line: findLine(path.split('.')), text }
  }
  const { network, deployment, ...rest } = content
  const chain = isGroup(rest.chain) ? rest.chain : {}
  const place = network === undefined ? 'deployment' : 'network'
  const twice = [
    ...(network !== undefined && deployment !== undefined ? ['deployment'] : []),
    ...(namesContract && 'riskParameters' in rest ? ['riskParameters'] : []),
    ...('id' in chain ? ['chain.id'] : []),
  ]
  if (twice.length > 0) {
    return {
      faults: twice.map((double) => fail(double, `stands beside ${place}; remove one of them`)),
    }
  }
  const named = network ?? deployment
  // `network: 1` is a chain's id.
  if (typeof named !== 'string' && typeof named !== 'number') {
    const what =
      place === 'network' ? 'a name such as mainnet' : 'a file such as deployments/1.json'
    return { faults: [fail(place, `is no text; give ${what}`)] }
  }
  const name =
    network === undefined ? relative(process.cwd(), resolve(folder, `${named}`)) : `${named}`
  if (network === undefined && !name.endsWith('.json')) {
    return { faults: [fail(place, `${named} does not end in .json; name such a file`)] }
  }
  try {
    const { chainId, addresses } = await findNetwork({ network: name, folder, env })
    const { riskParameters } = addresses
    const filled = { ...rest, chain: { id: chainId, ...chain } }
    return { value: namesContract ? { ...filled, riskParameters } : filled }
  } catch (error) {
    if (!(error instanceof NetworkConfigError)) throw error
    return { faults: [fail(place, error.message)] }
  }
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
