// Special:  not mkdir's own `recursive`: where a folder takes no new one and says ENOENT, as /proc does, Node tries again for ever.

import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { FileError } from './errors.ts'

/**
 * Makes a folder of a user and those above it; one that is there stays as it is.
 *
 * @throws FileError if it cannot be made, or a file has its name.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeWithParents(resolve(folder))
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const isFile = code === 'EEXIST' || code === 'ENOTDIR'
    const reason = isFile
      ? 'is a file, or leads through one; name a folder'
      : `cannot be made (${code ?? message}); name another folder`
    throw new FileError(folder, reason, { cause })
  }
}

async function makeWithParents(path: string): Promise<void> {
  try {
    await makeOne(path)
  } catch (error) {
    const parent = dirname(path)
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error
    await makeWithParents(parent)
    await makeOne(path)
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory() !== true) throw error
  }
}
