import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Packs a commit from nothing: its files in a folder of their own, the packages of its lock file, everything built there.
 *
 * @param folder - Is made, and filled.
 * @returns the absolute path of the tarball.
 * @throws Error if a command fails.
 */
export function packCommit(root: string, commit: string, folder: string): string {
  // Modes get into the package: they have to be those of every other machine.
  process.umask(0o022)
  mkdirSync(folder, { recursive: true })
  const archive = join(folder, '..', `${commit}.tar`)
  run(root, 'git', ['archive', '--format=tar', `--output=${archive}`, commit])
  run(folder, 'tar', ['--no-same-permissions', '-xf', archive])
  run(folder, process.execPath, ['scripts/bootstrap.mjs'])
  return packFolder(folder)
}

/** Packs a checkout whose packages and products are there. @returns the absolute path of the tarball. */
export function packFolder(folder: string): string {
  run(folder, process.execPath, ['scripts/buildPackage.ts', '--pack'])
  const made = join(folder, 'build', 'package')
  const [file] = readdirSync(made).filter((name) => name.endsWith('.tgz'))
  if (file === undefined) throw new Error(`no package in ${made}`)
  return join(made, file)
}

/** What a command prints; errors and progress go to this process's own error stream. */
export function run(cwd: string, command: string, args: readonly string[]): string {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}`)
  return stdout
}
