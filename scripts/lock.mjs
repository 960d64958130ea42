/**
 * `npm run lock`: writes package-lock.json for package.json, after a change of the dependencies.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bringNode } from './setup/bringNode.mjs'
import { completePackages } from './setup/completePackages.mjs'
import { run } from './setup/run.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = await bringNode(root, { lock: join(root, 'build', 'setup.lock') })
const [command, ...first] = node.npm
const args = [...first, 'install', '--package-lock-only']
const { status } = await run(command, args, { cwd: root, env: node.env })
if (status === 0) {
  const file = join(root, 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const packages = completePackages(lock.packages)
  writeFileSync(`${file}.part`, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`)
  renameSync(`${file}.part`, file)
}
process.exitCode = status
