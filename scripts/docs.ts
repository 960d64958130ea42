/**
 * `npm run docs`: builds the documentation site, if it is not what its sources give, and serves it on this machine.
 *
 *   npm run docs [-- --build | --port N]
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import sirv from 'sirv'
import { bringNode } from './setup/bringNode.mjs'
import { build } from './setup/build.mjs'
import { install } from './setup/install.mjs'
import { SetupError } from './setup/setupError.mjs'
import { siteProduct } from './setup/siteProduct.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Builds the site if need be. Takes a lock of its own: nothing else waits for it.
 *
 * @returns The folder of its HTML.
 * @throws SetupError with the tool's output if it warns, or finds a dead link.
 */
export async function buildDocs(): Promise<string> {
  const options = { lock: join(root, 'build', 'site.lock') }
  const node = await bringNode(root, options)
  await install(join(root, 'site'), node, { ...options, what: 'the tools of the site' })
  await build(root, siteProduct, node, options)
  return join(root, siteProduct.output)
}

/** Serves a folder on this machine only. Port 0: any that is free. */
async function serve(folder: string, port: number): Promise<void> {
  const server = createServer(sirv(folder, { dev: true }))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const bound = typeof address === 'object' ? address?.port : port
  console.log(`the documentation is at http://127.0.0.1:${bound}/ until Ctrl-C`)
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      build: { type: 'boolean', default: false },
      port: { type: 'string', default: '4463' },
    },
  })
  try {
    const folder = await buildDocs()
    if (values.build) console.log(folder)
    else await serve(folder, Number(values.port))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE')
      console.error(`port ${values.port} is taken: give another with --port`)
    else if (error instanceof SetupError) console.error(error.message)
    else throw error
    process.exitCode = 1
  }
}
