import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { StartCheck } from '../../bot/checkStart.ts'
import { mend, pass } from './check.ts'

const MB = 1_024 ** 2

/** Whether a folder, or the one that it would be made in, can be written and has room. */
export async function checkDisk(
  name: string,
  folder: string,
  minFreeBytes: number,
): Promise<StartCheck> {
  const existing = await findExisting(folder)
  if (!(await stat(existing)).isDirectory()) {
    return mend(name, `${existing} is a file, and has to be a folder; move it away`)
  }
  const isWritable = await access(existing, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!isWritable) {
    return mend(name, `${existing} may not be written; change its rights, or run as its owner`)
  }
  const { bavail, bsize } = await statfs(existing)
  const freeBytes = bavail * bsize
  if (freeBytes < minFreeBytes) {
    const wanted = `wanted are ${Math.round(minFreeBytes / MB)}; make room`
    return mend(name, `${Math.floor(freeBytes / MB)} MB are free in ${existing}, ${wanted}`)
  }
  const freeGb = freeBytes / 1_024 / MB
  return pass(name, `${freeGb.toFixed(freeGb < 10 ? 1 : 0)} GB free in ${existing}`)
}

/** The nearest of a folder and those above that is there. */
export async function findExisting(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  )
  return isThere || dirname(folder) === folder ? folder : findExisting(dirname(folder))
}
