import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { type ServedConsole, serveConsole } from '../../cli/console/serveConsole.ts'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Builds `bench/console/`, parts of the console with data that no stack has, and serves it as the console is served. */
export async function serveBenchPage(): Promise<ServedConsole> {
  await build({ configFile: at('bench/console/vite.config.ts') })
  return serveConsole({
    port: 0,
    folder: at('build/bench/console'),
    readNetworks: async () => ({ networks: {} }),
  })
}
