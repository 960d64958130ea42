import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { FileError } from '../../files/errors.ts'
import { makeFolder } from '../../files/makeFolder.ts'
import { builtSite, listFiles, NETWORKS_FILE, readPolicy } from './site.ts'

/**
 * Writes the console and its networks.json into a folder, for any server of files. It is whole there or not at all; a
 * console that was there before is replaced.
 *
 * @returns how many files it has, networks.json included.
 * @throws ConsoleNotBuiltError, and FileError if something else is in the folder, or it cannot be written.
 */
export async function writeSite(
  folder: string,
  networks: object,
  site = builtSite,
): Promise<number> {
  const files = await listFiles(site)
  try {
    const target = await findTarget(folder, files)
    await makeFolder(dirname(target))
    // Beside it, so that it is moved there in one step.
    const beside = await mkdtemp(join(dirname(target), `.${basename(target)}-`))
    try {
      const made = join(beside, 'made')
      await cp(site, made, { recursive: true })
      await writeFile(join(made, NETWORKS_FILE), `${JSON.stringify(networks, null, 2)}\n`)
      await replace(target, made, join(beside, 'before'))
    } finally {
      await rm(beside, { recursive: true, force: true })
    }
    return files.length + 1
  } catch (cause) {
    if (cause instanceof FileError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    throw new FileError(folder, `cannot be written (${code ?? message}); name another folder`, {
      cause,
    })
  }
}

/** Where the folder is, through links. @throws FileError if something is in it that no console has. */
async function findTarget(folder: string, files: readonly string[]): Promise<string> {
  if (!existsSync(folder)) return resolve(folder)
  const target = await realpath(folder)
  const entries = await readdir(target).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOTDIR') throw cause
    throw new FileError(folder, 'is a file; name a folder', { cause })
  })
  if (entries.length === 0) return target
  const own = new Set([NETWORKS_FILE, ...files.map((file) => file.split('/', 1)[0])])
  const foreign = entries.filter((entry) => !own.has(entry))
  if (foreign.length > 0) {
    const what = `has ${foreign[0]}, which is no file of the console`
    throw new FileError(folder, `${what}; move it away, or name another folder`)
  }
  await readPolicy(target).catch((cause) => {
    throw new FileError(folder, 'holds no console and is not empty; name another folder', { cause })
  })
  return target
}

/** Moves a folder to its place; what was there comes back if that fails. */
async function replace(target: string, made: string, before: string): Promise<void> {
  if (!existsSync(target)) return rename(made, target)
  await rename(target, before)
  try {
    await rename(made, target)
  } catch (error) {
    await rename(before, target)
    throw error
  }
}
