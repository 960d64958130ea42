import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explain } from './explain.mjs'
import { missingPackages } from './missingPackages.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'
import { SetupError } from './setupError.mjs'
import { withLock } from './withLock.mjs'

/**
 * @typedef {object} Node
 * @property {string} path
 * @property {number} major Of its version.
 * @property {readonly [string, ...string[]]} npm The command that starts npm under it.
 * @property {NodeJS.ProcessEnv} env To run things in.
 */

/**
 * Brings the packages of a folder's lock file, unless they are there already.
 *
 * A stamp in node_modules says what was installed. It is removed first and written last, so that an install that was
 * cut off is done again: npm ci starts by emptying node_modules.
 *
 * @param {string} folder Holds package.json and package-lock.json.
 * @param {Node} node
 * @param {{ lock: string, what: string }} options The lock file, and what to call the packages.
 * @throws {SetupError} if npm fails, or leaves out a package that this machine needs.
 */
export async function install(folder, node, { lock, what }) {
  const stamp = stampFile(folder)
  const wanted = stampText(folder, node)
  if (isStamped(stamp, wanted)) return
  await withLock(lock, async (name) => {
    if (isStamped(stamp, wanted)) return
    rmSync(stamp, { force: true })
    await npmCi(folder, node, what, name)
    mkdirSync(join(folder, 'node_modules'), { recursive: true })
    writeFileSync(`${stamp}.part`, wanted)
    renameSync(`${stamp}.part`, stamp)
  })
}

/**
 * Whether the packages of a folder's lock file are there, as far as the stamp tells.
 *
 * @param {string} folder
 * @param {Pick<Node, 'major'>} node
 */
export function isInstalled(folder, node) {
  return isStamped(stampFile(folder), stampText(folder, node))
}

/** @param {string} folder */
function stampFile(folder) {
  return join(folder, 'node_modules', '.gimbal-stamp')
}

/**
 * What the stamp of an up-to-date install holds. Native packages are chosen by platform and by Node's major version.
 * @param {string} folder
 * @param {Pick<Node, 'major'>} node
 */
function stampText(folder, node) {
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
  return `${hash} node-${node.major} ${process.platform}-${process.arch}\n`
}

/** @param {string} stamp @param {string} wanted */
function isStamped(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
}

/**
 * Of a file that it cannot write, npm only warns; on a full disk it goes on so for minutes, and then succeeds. Where it
 * takes back a package that is not needed, files go missing rightly (ENOENT).
 */
const unwritten = /TAR_ENTRY_ERROR (?!ENOENT)/

/** @param {string} folder @param {Node} node @param {string} what @param {(pid: number) => void} onStart */
async function npmCi(folder, node, what, onStart) {
  const args = [
    'ci',
    // NODE_ENV=production would leave out what builds and tests.
    '--include=dev',
    '--include=optional',
    // `npm run -s` hands `silent` down, and then a failure would have nothing to show. At this level npm also tells why
    // it could not fetch an optional package.
    '--loglevel=http',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    // Without network, npm gives up after some fifteen seconds so, and after more than a minute else.
    '--fetch-retries=2',
    '--fetch-retry-mintimeout=2000',
    '--fetch-retry-maxtimeout=10000',
  ]
  const [command, ...first] = node.npm
  say(`installing ${what} (npm ci)`)
  const begun = Date.now()
  const seconds = () => `${Math.round((Date.now() - begun) / 1000)} s`
  const ticker = setInterval(() => say(`still installing (${seconds()})`), 20_000)
  try {
    const { status, output, stopped } = await run(command, [...first, ...args], {
      cwd: folder,
      env: node.env,
      onOutput: (text) => unwritten.test(text),
      onStart,
    })
    if (stopped)
      throw new SetupError(
        'npm ci was stopped. Run the same command again: it starts the install anew.',
      )
    if (status !== 0 || unwritten.test(output))
      throw new SetupError(explain(`npm ci failed in ${folder}`, output))
    const missing = missingPackages(folder)
    if (missing.length > 0)
      throw new SetupError(
        explain(
          `npm ci left out ${missing.join(', ')}`,
          output,
          'Check the network, and that the registry has it',
        ),
      )
    say(`installed in ${seconds()}`)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).syscall !== 'spawn npm') throw error
    throw new SetupError(
      'There is no npm here. Install Node with npm (version 18 or later), then run the same command again.',
    )
  } finally {
    clearInterval(ticker)
  }
}
