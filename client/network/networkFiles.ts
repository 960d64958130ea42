// The files that name networks: where they are looked for, and what each says.

import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeEntry, describeFile } from './describeNetwork.ts'
import type { Network } from './network.ts'
import { readNetworkFile } from './readNetworkFile.ts'
import { readUrls } from './readUrls.ts'
import type { NetworkEntry } from './schema.ts'

const projectFolder = fileURLToPath(new URL('../../', import.meta.url))

/** Networks of an operator's own, by their names. */
export const GIMBAL_FILE = 'gimbal.yaml'

/** What URLs are taken from, beside the files. */
export interface UrlSources {
  /** A node to ask instead of what the files name. */
  rpc?: string | undefined
  env: NodeJS.ProcessEnv
}

/** Where files are looked for: in this folder first, then in the current one and in the project's. */
export function listFolders(folder = '.'): string[] {
  return [...new Set([folder, '.', projectFolder].map((one) => resolve(one)))]
}

/** The file of this name in the first of the folders that has it. */
export function findFile(folders: readonly string[], name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

/** The name of a chain's file, below one of the folders. */
export function nameDeployment(chainId: number): string {
  return join('deployments', `${chainId}.json`)
}

/** The chains that have a file, each once, in the order of their ids. */
export async function listDeployedChains(folders: readonly string[]): Promise<number[]> {
  const names = await Promise.all(
    folders.map((folder) => readdir(join(folder, 'deployments')).catch(() => [])),
  )
  const ids = names.flat().flatMap((name) => {
    const [, id] = /^([1-9]\d{0,15})\.json$/.exec(name) ?? []
    return id === undefined ? [] : [Number(id)]
  })
  return [...new Set(ids)].sort((a, b) => a - b)
}

/** The file that an entry of `gimbal.yaml` names for its deployment, as an absolute path. */
export function locateDeployment(entry: NetworkEntry, gimbalFile: string): string | undefined {
  return entry.deployment && resolve(dirname(gimbalFile), entry.deployment)
}

/** The network of an entry of `gimbal.yaml`. @throws NetworkConfigError if the file that it names is wrong. */
export async function readEntry(
  name: string,
  entry: NetworkEntry,
  gimbalFile: string,
  { rpc, env }: UrlSources,
): Promise<Network> {
  const deployment = locateDeployment(entry, gimbalFile)
  const file = deployment === undefined ? undefined : await readNetworkFile(deployment)
  const urls = readUrls([entry, ...(file ? [file] : [])], rpc, env)
  return describeEntry(name, entry, showPath(gimbalFile), file, urls, env)
}

/** The network of a file such as `deployments/1.json`. @throws NetworkConfigError if it is wrong. */
export async function readFileAt(
  name: string,
  path: string,
  { rpc, env }: UrlSources,
): Promise<Network> {
  const file = await readNetworkFile(path)
  return describeFile(name, file, showPath(path), readUrls([file], rpc, env), env)
}

/** From the current folder, where it is in there. */
export function showPath(path: string): string {
  const near = relative(process.cwd(), path)
  return near === '' || near.startsWith('..') || isAbsolute(near) ? path : near
}
