import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConsoleNotBuiltError } from './errors.ts'

/** The console as the set-up builds it: a folder of files. */
export const builtSite = fileURLToPath(new URL('../../build/web', import.meta.url))

/** Beside the page: the networks that it shows. */
export const NETWORKS_FILE = 'networks.json'

/**
 * The content security policy of a built console, as its page has it.
 *
 * @throws ConsoleNotBuiltError if there is no such page.
 */
export async function readPolicy(folder: string): Promise<string> {
  const page = join(folder, 'index.html')
  if (!existsSync(page)) throw new ConsoleNotBuiltError(folder)
  const text = await readFile(page, 'utf8')
  const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(text) ?? []
  if (policy === undefined) throw new ConsoleNotBuiltError(folder)
  return policy
}
