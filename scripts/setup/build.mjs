import { createHash } from 'node:crypto'
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { explain } from './explain.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'
import { SetupError } from './setupError.mjs'
import { withLock } from './withLock.mjs'

/** @typedef {import('./products.mjs').Product} Product */

/**
 * Builds a product if its inputs, the lock file or its output changed since it was last built whole.
 *
 * @param {string} root
 * @param {Product} product
 * @param {import('./install.mjs').Node} node
 * @param {{ lock: string }} options The lock file.
 * @throws {SetupError} if its tool fails.
 */
export async function build(root, product, node, { lock }) {
  const stamp = stampFile(root, product)
  if (isFresh(root, product)) return
  await withLock(lock, async (onStart) => {
    if (isFresh(root, product)) return
    const cutOff = !existsSync(stamp)
    rmSync(stamp, { force: true })
    const inputs = inputsDigest(root, product)
    const part = product.output.replace(/\.wasm$/, '.part.wasm')

    say(`building ${product.title}`)
    const begun = Date.now()
    const { status, output, stopped } = await run(node.path, product.command(part, cutOff), {
      cwd: root,
      env: node.env,
      onOutput: () => {},
      onStart,
    })
    if (stopped)
      throw new SetupError(`building ${product.title} was stopped; run the same command again`)
    if (status !== 0) throw new SetupError(explain(`building ${product.title} failed`, output))
    if (part !== product.output) renameSync(join(root, part), join(root, product.output))
    writeFileSync(`${stamp}.part`, stampText(root, product, inputs))
    renameSync(`${stamp}.part`, stamp)
    say(`built ${product.title} in ${Math.round((Date.now() - begun) / 1000)} s`)
  })
}

/** @param {string} root @param {Product} product */
function stampFile(root, { name }) {
  return join(root, 'build', `${name}.stamp`)
}

/**
 * Whether a product is what its inputs give, as far as its stamp tells.
 *
 * @param {string} root
 * @param {Product} product
 */
export function isFresh(root, product) {
  const stamp = stampFile(root, product)
  if (!existsSync(join(root, product.output)) || !existsSync(stamp)) return false
  return readFileSync(stamp, 'utf8') === stampText(root, product, inputsDigest(root, product))
}

/**
 * The lock file stands for the versions of the tools and of the packages that the inputs import.
 * @param {string} root
 * @param {Product} product
 */
function inputsDigest(root, product) {
  return digest(root, [...product.inputs, 'package-lock.json'])
}

/**
 * The hash of what went in and, for a single file, of what came out: somebody may have built it by hand.
 * @param {string} root
 * @param {Product} product
 * @param {string} inputs
 */
function stampText(root, { output }, inputs) {
  const isFile = statSync(join(root, output)).isFile()
  return `${inputs} ${isFile ? digest(root, [output]) : 'folder'}\n`
}

/** @param {string} root @param {readonly string[]} paths */
function digest(root, paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesOf(root, path))) {
    const content = readFileSync(join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** @param {string} root @param {string} path @returns {string[]} The files at and under a path, in a fixed order. */
function filesOf(root, path) {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  const names = readdirSync(join(root, path)).sort()
  return names.flatMap((name) => filesOf(root, `${path}/${name}`))
}
