import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defaultStackFolder } from '../../files/installation.ts'
import { requireOwnFile } from '../../files/requireOwnFile.ts'
import { findChainName, readChainId } from './chains.ts'
import { NetworkConfigError } from './errors.ts'
import type { Network } from './network.ts'
import {
  findFile,
  GIMBAL_FILE,
  listDeployedChains,
  listFolders,
  nameDeployment,
  readEntry,
  readFileAt,
  showPath,
} from './networkFiles.ts'
import { readGimbalFile } from './readNetworkFile.ts'

/** The name of the stack that runs on this machine. */
export const LOCAL_NETWORK = 'local'
/** In the folder of a stack, while it runs: the file of its network. */
export const STACK_NETWORK_FILE = 'network.json'

export interface NetworkOptions {
  /** A name, a chain's id, or the path of a network's file: see `findNetwork`. */
  network: string
  /** YAML or JSON with `networks`; without it `gimbal.yaml`, if there is one. */
  config?: string | undefined
  /** Folder of the local stack; without it that of the environment variable GIMBAL_STACK, or build/stack. */
  dir?: string | undefined
  /** A node to ask instead of what the files name. */
  rpc?: string | undefined
  /** Where gimbal.yaml and deployments/ are looked for, first this one; then the current folder and the project's. */
  folder?: string | undefined
  env?: NodeJS.ProcessEnv | undefined
}

/**
 * The one way to name a network. `local` is the stack that runs here. Then, the first that fits: a network of
 * `gimbal.yaml` (or of `config`); a path that ends in `.json`, of a network's file; the name of a chain of
 * subgraph/networks.json or a chain's id, whose file is `deployments/CHAINID.json`.
 *
 * A node's URL is the first there is: `rpc`, that of gimbal.yaml, that of the network's file, the environment variable
 * GIMBAL_RPC_URL.
 *
 * @throws NetworkConfigError if there is no such network, or a file of it is wrong. URLs that are missing are no fault
 *   here: see `requireUrl`.
 */
export async function findNetwork(options: NetworkOptions): Promise<Network> {
  const { network: name, config, rpc, env = process.env } = options
  if (name === LOCAL_NETWORK && config === undefined) return readLocal(options)
  const folders = listFolders(options.folder)
  const gimbalFile = config ?? findFile(folders, GIMBAL_FILE)
  const entries = gimbalFile === undefined ? {} : await readGimbalFile(gimbalFile)
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
  if (entry !== undefined && gimbalFile !== undefined) {
    return readEntry(name, entry, gimbalFile, { rpc, env })
  }
  if (name === LOCAL_NETWORK) return readLocal(options)
  if (name.endsWith('.json')) return readFileAt(name, resolve(name), { rpc, env })
  const chainId = readChainId(name)
  const file = chainId && findFile(folders, nameDeployment(chainId))
  if (file) return readDeployment(chainId, file, { rpc, env }, findChainName(chainId) ?? name)
  const own = Object.keys(entries)
  throw await describeUnknown(name, chainId, folders, gimbalFile, own)
}

/** The network of `deployments/CHAINID.json`. @throws NetworkConfigError if it is wrong, or of another chain. */
export async function readDeployment(
  chainId: number,
  file: string,
  sources: Parameters<typeof readFileAt>[2],
  name = findChainName(chainId) ?? String(chainId),
): Promise<Network> {
  const found = await readFileAt(name, file, sources)
  if (found.chainId === chainId) return found
  throw new NetworkConfigError(
    `${found.file}: chainId: is ${found.chainId}, and the file's name says ${chainId}; correct one of them`,
  )
}

/** The folder of the local stack, from a command's arguments. */
export function locateStack(dir: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(dir ?? (env.GIMBAL_STACK || defaultStackFolder))
}

/** The network of the stack that runs here. @throws NetworkConfigError if none runs, FileError if it is another user's. */
export async function readLocal({
  dir,
  rpc,
  env = process.env,
}: Pick<NetworkOptions, 'dir' | 'rpc' | 'env'>): Promise<Network> {
  const folder = locateStack(dir, env)
  const file = join(folder, STACK_NETWORK_FILE)
  // The stack's own URLs only: those of the environment are of other networks.
  if (existsSync(file)) {
    await requireOwnFile(file)
    return readFileAt(LOCAL_NETWORK, file, { rpc, env: {} })
  }
  throw new NetworkConfigError(
    `no stack runs in ${showPath(folder)}; start one with \`gimbal stack up\`, or give another network by --network`,
  )
}

async function describeUnknown(
  name: string,
  chainId: number | undefined,
  folders: readonly string[],
  gimbalFile: string | undefined,
  own: readonly string[],
): Promise<NetworkConfigError> {
  const deployed = (await listDeployedChains(folders)).map((id) => findChainName(id) ?? String(id))
  const known = [...new Set([LOCAL_NETWORK, ...own, ...deployed])].join(', ')
  const where = gimbalFile === undefined ? GIMBAL_FILE : showPath(gimbalFile)
  const ways =
    chainId === undefined
      ? `add it to ${where}`
      : `deploy there (\`gimbal deploy\`), put its file at deployments/${chainId}.json, or add it to ${where}`
  return new NetworkConfigError(
    `there is no network ${name}; give one of ${known}, the path of a network's file, or ${ways}`,
  )
}
