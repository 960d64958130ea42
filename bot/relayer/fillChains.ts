import { NetworkConfigError } from '../../client/network/errors.ts'
import { findNetwork } from '../../client/network/findNetwork.ts'
import type { Network } from '../../client/network/network.ts'
import type { Fault } from '../../files/listFaults.ts'

/**
 * A configuration may name its `network`: then each of its chains needs `id` only, and its contracts come from the
 * network's file. What the configuration says itself stays.
 *
 * @returns the configuration, or what is wrong: there is no such network, or it has no other chains.
 */
export async function fillChains(
  content: unknown,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<{ value: unknown; faults?: undefined } | { faults: Fault[] }> {
  if (!isGroup(content) || !('network' in content)) return { value: content }
  const { network: named, ...rest } = content
  const fail = (text: string) => ({ faults: [{ path: 'network', line: undefined, text }] })
  if (typeof named !== 'string' && typeof named !== 'number') {
    return fail('is no text; give a name such as mainnet')
  }
  try {
    const network = await findNetwork({ network: `${named}`, folder, env })
    const known = describeChains(network)
    if (known === undefined) return fail(`${named} reaches no other chain; give another`)
    const { chains } = rest
    if (!Array.isArray(chains)) return { value: rest }
    const filled = chains.map((chain: unknown) =>
      isGroup(chain) ? { ...known.get(Number(chain.id)), ...chain } : chain,
    )
    return { value: { ...rest, chains: filled } }
  } catch (error) {
    if (!(error instanceof NetworkConfigError)) throw error
    return fail(error.message)
  }
}

/** What a network's file says of each of its chains; undefined: it has one. */
function describeChains({ bridge, chainId, name, startBlock, remotes }: Network) {
  if (bridge === undefined) return undefined
  const { parametersSender, governanceSender, remotePortfolio, messengers } = bridge
  const home = {
    name,
    startBlock: Number(startBlock),
    messengers,
    home: { parametersSender, governanceSender },
    receivers: remotePortfolio === undefined ? [] : [remotePortfolio],
  }
  const aways = remotes.map((remote) => {
    const { remoteParameters, governanceReceiver, timelock, book } = remote.contracts
    const away = {
      name: remote.name,
      startBlock: Number(remote.startBlock),
      messengers: remote.messengers,
      away: { remoteParameters, governanceReceiver, timelock },
      receivers: book === undefined ? [] : [book],
    }
    return [remote.chainId, away] as const
  })
  return new Map<number, object>([[chainId, home], ...aways])
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
