// Builds what the package holds into dist/: JavaScript and declarations of the rooms, file by file, with the files that they
// read, at the same places as in a checkout. With --pack, packs it into build/package.
// Run: npm pack, or npm run package

import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as abis from '../abi/index.ts'
import { hashSource, SOURCE_HASH_FILE } from '../backtest/node/hashSource.ts'
import { loadCore, loadStrategies } from '../core/index.ts'
import { copyDeployments } from './package/copyDeployments.ts'
import { copied } from './package/parts.ts'
import { pruneModules } from './package/pruneModules.ts'
import { writeAbis, writeArtifacts } from './package/writeArtifacts.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'dist')

rmSync(dist, { recursive: true, force: true })
const [library = [], program = []] = ['tsconfig.package.json', 'tsconfig.program.json'].map(compile)
for (const path of copied) cpSync(join(root, path), join(dist, path), { recursive: true })
await copyDeployments(root, dist)
pruneModules(dist, listEntries(), copied)
writeArtifacts(root, dist)
writeAbis(abis, dist)
await writeSourceHash()
writeManifest()
chmodSync(join(dist, 'cli', 'launch.mjs'), 0o755)
if (process.argv.includes('--pack')) pack()

/** What a module has to be reached from: the library's entries, the program's and what starts it. */
function listEntries() {
  const code = [...library, ...program].map((entry) => `${entry}.js`)
  return {
    code: [...code, 'cli/launch.mjs'],
    declarations: library.map((entry) => `${entry}.d.ts`),
  }
}

/** @returns the entries of the room's sources that it compiled, without their endings. */
function compile(config: string): string[] {
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', config])
  const text = readFileSync(join(root, config), 'utf8').replace(/^ *\/\/.*$/gm, '')
  const { files } = JSON.parse(text) as { files: string[] }
  return files.map((file) => file.replace(/\.ts$/, ''))
}

async function writeSourceHash(): Promise<void> {
  const modules = [(await loadCore()).hash, (await loadStrategies()).hash]
  const file = join(dist, SOURCE_HASH_FILE)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify({ sourceHash: hashSource(modules) })}\n`)
}

/** Modules ask the manifest for their version. The compiler has copied all of it, which would be a second package in the package. */
function writeManifest(): void {
  const { version, type } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ version, type }, null, 2)}\n`)
}

function pack(): void {
  const folder = join(root, 'build', 'package')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder])
}

function run(command: string, args: readonly string[]): void {
  // Output of `npm pack` is for programs, which read the file's name in it.
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`)
}
