/**
 * Sets the project up as far as it is not, then runs a command in it. Plain JavaScript for Node 18, importing nothing
 * that must be installed.
 *
 *   node scripts/bootstrap.mjs [--build=NAME] [FILE | TOOL] [ARGUMENTS...]
 *
 * NAME is the one product to build, or `none`; all but those on demand are built without it. FILE is a script of the project, TOOL a
 * command of an installed package; without either, only the set-up is done.
 */
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bringNode } from './setup/bringNode.mjs'
import { build } from './setup/build.mjs'
import { explain } from './setup/explain.mjs'
import { install } from './setup/install.mjs'
import { products } from './setup/products.mjs'
import { run } from './setup/run.mjs'
import { say } from './setup/say.mjs'
import { SetupError } from './setup/setupError.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const endWithParent = pathToFileURL(join(root, 'scripts', 'setup', 'endWithParent.mjs')).href

/** @param {(product: import('./setup/products.mjs').Product) => boolean} isWanted Tells which products to build. */
async function setUp(isWanted) {
  const lock = join(root, 'build', 'setup.lock')
  const node = await bringNode(root, { lock })
  await install(root, node, { lock, what: 'the packages' })
  for (const product of products.filter(isWanted)) await build(root, product, node, { lock })
  return node
}

/** @param {string[]} argv @returns {Promise<number>} The exit status. */
async function main(argv) {
  const only = argv[0]?.match(/^--build=(.*)$/)?.[1]
  const [target, ...args] = only === undefined ? argv : argv.slice(1)
  const { path, env } = await setUp(({ name, isOnDemand = false }) =>
    only === undefined ? !isOnDemand : only === name,
  ).catch((error) => {
    // The system's refusals have a code; anything else is a mistake in here, and wants its stack.
    if (error.code === undefined) throw error
    throw new SetupError(explain('the set-up failed', String(error)))
  })
  if (target === undefined) return 0
  const isFile = /\.m?[jt]s$/.test(target)
  const command = isFile
    ? await run(path, ['--import', endWithParent, join(root, target), ...args], {
        env,
        takesRepeats: true,
      })
    : await run(join(root, 'node_modules', '.bin', target), args, { env })
  return command.status
}

// Started by npm, it ends with npm. Started by a shell, it may be meant to outlive it.
if (process.env.npm_lifecycle_event !== undefined) await import('./setup/endWithParent.mjs')

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  say(error.message)
  process.exitCode = 1
}
