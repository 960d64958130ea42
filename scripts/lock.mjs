/**
 * `npm run lock`: writes package-lock.json for package.json, after a change of the dependencies; that of the
 * documentation site too.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bringNode } from './setup/bringNode.mjs'
import { completePackages } from './setup/completePackages.mjs'
import { run } from './setup/run.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = await bringNode(root, { lock: join(root, 'build', 'setup.lock') })

/** @param {string} folder @returns {Promise<number>} npm's exit status. */
async function lock(folder) {
  const [command, ...first] = node.npm
  // Said here as well: npm reads the .npmrc of the folder that it runs in, and no other of the project.
  const args = [...first, 'install', '--package-lock-only', '--omit-lockfile-registry-resolved']
  const { status } = await run(command, args, { cwd: folder, env: node.env })
  if (status !== 0) return status
  const file = join(folder, 'package-lock.json')
  const written = JSON.parse(readFileSync(file, 'utf8'))
  const packages = completePackages(written.packages)
  writeFileSync(`${file}.part`, `${JSON.stringify({ ...written, packages }, null, 2)}\n`)
  renameSync(`${file}.part`, file)
  return 0
}

process.exitCode = (await lock(root)) || (await lock(join(root, 'site')))
