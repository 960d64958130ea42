import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChainName, readChainId } from './chains.ts'
import { describeEntry, describeFile } from './describeNetwork.ts'
import { NetworkConfigError } from './errors.ts'
import type { Network } from './network.ts'
import { readGimbalFile, readNetworkFile } from './readNetworkFile.ts'
import { readUrls } from './readUrls.ts'
import type { NetworkEntry } from './schema.ts'

const projectFolder = fileURLToPath(new URL('../../', import.meta.url))
const defaultStack = fileURLToPath(new URL('../../build/stack', import.meta.url))

/** The name of the stack that runs on this machine. */
export const LOCAL_NETWORK = 'local'
/** Networks of an operator's own, by their names. */
const GIMBAL_FILE = 'gimbal.yaml'
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
  const { network: name, config, env = process.env } = options
  if (name === LOCAL_NETWORK && config === undefined) return readLocal(options, env)
  const folders = [
    ...new Set([options.folder ?? '.', '.', projectFolder].map((folder) => resolve(folder))),
  ]
  const gimbalFile = config ?? findFile(folders, GIMBAL_FILE)
  const entries = gimbalFile === undefined ? {} : await readGimbalFile(gimbalFile)
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
  if (entry !== undefined && gimbalFile !== undefined) {
    return readEntry(name, entry, gimbalFile, options, env)
  }
  if (name === LOCAL_NETWORK) return readLocal(options, env)
  if (name.endsWith('.json')) return readFileAt(name, resolve(name), options, env)
  const chainId = readChainId(name)
  const file = chainId && findFile(folders, join('deployments', `${chainId}.json`))
  if (file) {
    const found = await readFileAt(findChainName(chainId) ?? name, file, options, env)
    if (found.chainId === chainId) return found
    throw new NetworkConfigError(
      `${found.file}: chainId: is ${found.chainId}, and the file's name says ${chainId}; correct one of them`,
    )
  }
  const own = Object.keys(entries)
  throw await describeUnknown(name, chainId, folders, gimbalFile, own)
}

/** The folder of the local stack, from a command's arguments. */
export function locateStack(dir: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(dir ?? (env.GIMBAL_STACK || defaultStack))
}

async function readLocal(options: NetworkOptions, env: NodeJS.ProcessEnv): Promise<Network> {
  const folder = locateStack(options.dir, env)
  const file = join(folder, STACK_NETWORK_FILE)
  if (existsSync(file)) return readFileAt(LOCAL_NETWORK, file, options, {})
  throw new NetworkConfigError(
    `no stack runs in ${showPath(folder)}; start one with \`gimbal stack up\`, or give another network by --network`,
  )
}

async function readEntry(
  name: string,
  entry: NetworkEntry,
  gimbalFile: string,
  { rpc }: NetworkOptions,
  env: NodeJS.ProcessEnv,
): Promise<Network> {
  const { deployment } = entry
  const file = deployment && (await readNetworkFile(resolve(dirname(gimbalFile), deployment)))
  const urls = readUrls([entry, ...(file ? [file] : [])], rpc, env)
  return describeEntry(name, entry, showPath(gimbalFile), file || undefined, urls)
}

async function readFileAt(
  name: string,
  path: string,
  { rpc }: NetworkOptions,
  env: NodeJS.ProcessEnv,
): Promise<Network> {
  const file = await readNetworkFile(path)
  return describeFile(name, file, showPath(path), readUrls([file], rpc, env))
}

function findFile(folders: readonly string[], name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

async function describeUnknown(
  name: string,
  chainId: number | undefined,
  folders: readonly string[],
  gimbalFile: string | undefined,
  own: readonly string[],
): Promise<NetworkConfigError> {
  const files = await Promise.all(
    folders.map((folder) => readdir(join(folder, 'deployments')).catch(() => [])),
  )
  const deployed = files.flat().flatMap((file) => {
    const [, id] = /^(\d+)\.json$/.exec(file) ?? []
    return id === undefined ? [] : (findChainName(Number(id)) ?? id)
  })
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

/** From the current folder, where it is in there. */
function showPath(path: string): string {
  const near = relative(process.cwd(), path)
  return near === '' || near.startsWith('..') || isAbsolute(near) ? path : near
}
