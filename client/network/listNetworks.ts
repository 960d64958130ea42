import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findChainName } from './chains.ts'
import { NetworkConfigError } from './errors.ts'
import {
  LOCAL_NETWORK,
  locateStack,
  type NetworkOptions,
  readDeployment,
  readLocal,
  STACK_NETWORK_FILE,
} from './findNetwork.ts'
import type { Network } from './network.ts'
import {
  findFile,
  GIMBAL_FILE,
  listDeployedChains,
  listFolders,
  locateDeployment,
  nameDeployment,
  readEntry,
} from './networkFiles.ts'
import { readGimbalFile } from './readNetworkFile.ts'
import type { NetworkEntry } from './schema.ts'

/** All networks that `findNetwork` finds by a name, and what is wrong with the files of others. */
export interface ListedNetworks {
  networks: Network[]
  faults: NetworkConfigError[]
}

/**
 * Every network that has a name here: the local stack if it runs, those of `gimbal.yaml` in their order, and those of
 * `deployments/CHAINID.json` by the ids of their chains. A file that is wrong takes none of the others with it. A file
 * that `gimbal.yaml` gives a name is not listed a second time.
 */
export async function listNetworks(
  options: Omit<NetworkOptions, 'network' | 'rpc'> = {},
): Promise<ListedNetworks> {
  const { config, dir, env = process.env } = options
  const folders = listFolders(options.folder)
  const found = new Map<string, Network>()
  const faults: NetworkConfigError[] = []
  const add = async (name: string, reading: () => Promise<Network>) => {
    if (found.has(name)) return
    const network = await collect(reading, faults)
    if (network !== undefined) found.set(name, network)
  }

  const gimbalFile = config ?? findFile(folders, GIMBAL_FILE)
  const read = async () => (gimbalFile === undefined ? {} : await readGimbalFile(gimbalFile))
  const entries: Record<string, NetworkEntry> = (await collect(read, faults)) ?? {}
  // As `findNetwork` has it: the name is the stack's, unless a file that was asked for takes it.
  const isTaken = config !== undefined && Object.hasOwn(entries, LOCAL_NETWORK)
  if (!isTaken && existsSync(join(locateStack(dir, env), STACK_NETWORK_FILE))) {
    await add(LOCAL_NETWORK, () => readLocal({ dir, env }))
  }
  const named = new Set<string>()
  for (const [name, entry] of Object.entries(entries)) {
    const file = gimbalFile ?? GIMBAL_FILE
    named.add(locateDeployment(entry, file) ?? '')
    if (name === LOCAL_NETWORK && !isTaken) continue
    await add(name, () => readEntry(name, entry, file, { env }))
  }
  for (const chainId of await listDeployedChains(folders)) {
    const file = findFile(folders, nameDeployment(chainId))
    if (file === undefined || named.has(file)) continue
    await add(findChainName(chainId) ?? String(chainId), () =>
      readDeployment(chainId, file, { env }),
    )
  }
  return { networks: [...found.values()], faults }
}

async function collect<Result>(
  reading: () => Promise<Result>,
  faults: NetworkConfigError[],
): Promise<Result | undefined> {
  try {
    return await reading()
  } catch (error) {
    if (!(error instanceof NetworkConfigError)) throw error
    faults.push(error)
    return undefined
  }
}
