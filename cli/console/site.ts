import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConsoleNotBuiltError } from './errors.ts'

/** The console as the set-up builds it: a folder of files. */
export const builtSite = fileURLToPath(new URL('../../build/web', import.meta.url))

export const PAGE = 'index.html'
/** Beside the page: the networks that it shows. */
export const NETWORKS_FILE = 'networks.json'

/**
 * The content security policy of a built console, as its page has it.
 *
 * @throws ConsoleNotBuiltError if there is no such page.
 */
export async function readPolicy(folder: string): Promise<string> {
  const text = await readFile(join(folder, PAGE), 'utf8').catch((cause) => {
    throw new ConsoleNotBuiltError(folder, { cause })
  })
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(text) ?? []
  if (policy === undefined) throw new ConsoleNotBuiltError(folder)
  return policy
}

/**
 * The files of a built console, by their paths from its folder, with slashes, in order.
 *
 * @throws ConsoleNotBuiltError
 */
export async function listFiles(folder: string): Promise<string[]> {
  await readPolicy(folder)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}
