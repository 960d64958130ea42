import { existsSync, readFileSync, rmSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { install } from './install.mjs'
import { run } from './run.mjs'
import { SetupError } from './setupError.mjs'

/** Hardhat 3 and Vitest 5 need it, and it runs TypeScript as it stands. */
export const leastMajor = 24

/**
 * A Node that is new enough, and an npm to go with it: this one, or else the one that the folder `toolchain` brings from
 * the package registry.
 * @param {string} root
 * @param {{ version?: string, platform?: string, arch?: string, lock: string }} options What this machine is; the lock file for installs.
 * @returns {Promise<import('./install.mjs').Node>}
 * @throws {SetupError} if there is none for this machine.
 */
export async function bringNode(
  root,
  { version = process.version, platform = process.platform, arch = process.arch, lock },
) {
  const bins = join(root, 'node_modules', '.bin')
  const own = {
    path: process.execPath,
    major: majorOf(version),
    npm: npmOfThisRun(),
    env: environment([bins]),
  }
  if (own.major >= leastMajor) return own

  const name = `node-${platform}-${arch}`
  const folder = join(root, 'toolchain')
  const { optionalDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const brought = optionalDependencies[name]
  const advice = `Install Node ${leastMajor} or later, then run the same command again.`
  if (brought === undefined) {
    throw new SetupError(
      `This is Node ${version}, and the project needs ${leastMajor}; there is no package that brings it for ${platform}-${arch}. ${advice}`,
    )
  }
  const home = join(folder, 'node_modules', name)
  const path = join(home, 'bin', 'node')
  const fresh = !existsSync(path)
  await install(folder, own, { lock, what: `Node ${brought}, since this is ${version}` })
  if (fresh && !(await starts(path))) {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true })
    throw new SetupError(
      `Node ${brought} was installed, but does not start on this system. ${advice}`,
    )
  }
  const env = environment([dirname(path), bins])
  return {
    path,
    major: majorOf(brought),
    // Older ones find the lock file wanting.
    npm: [path, join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')],
    env: { ...env, npm_config_nodedir: home },
  }
}

/**
 * The npm that started this run, or else the one on the path (other package managers set the variable too).
 * @returns {[string, ...string[]]}
 */
function npmOfThisRun() {
  const script = process.env.npm_execpath
  return script && basename(script) === 'npm-cli.js' ? [process.execPath, script] : ['npm']
}

/** @param {string} version */
function majorOf(version) {
  return Number.parseInt(version.replace('v', ''), 10)
}

/** @param {string[]} folders To be searched first for commands. @returns {NodeJS.ProcessEnv} */
function environment(folders) {
  return { ...process.env, PATH: [...folders, process.env.PATH].filter(Boolean).join(delimiter) }
}

/** @param {string} path */
async function starts(path) {
  try {
    return (await run(path, ['--version'], { onOutput: () => {} })).status === 0
  } catch {
    return false
  }
}
