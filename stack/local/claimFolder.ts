import { link, mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { quoteArgument } from '../../core/quoteArgument.ts'
import { identifyProcess, isRunning } from '../../files/processIdentity.ts'
import { withLock } from '../../scripts/setup/withLock.mjs'
import { endParts } from './endParts.ts'
import { StackFolderError } from './errors.ts'
import { readState, releaseFolder, type StackState, stateFileOf } from './stateFile.ts'

/** Room for logs and the database of a day; a stack that runs for long needs more. */
export const MIN_FREE_BYTES = 512 * 1_024 ** 2

/**
 * Takes a folder for this process. The rest of a stack whose process was killed is ended and cleared first.
 *
 * @throws StackFolderError if a stack runs there, or the folder cannot be written or is full, or something that was
 *   left does not end.
 */
export async function claimFolder(
  folder: string,
  chainId: number,
  minFreeBytes = MIN_FREE_BYTES,
): Promise<StackState> {
  const supervisor = (await identifyProcess(process.pid)) ?? { pid: process.pid, startedAt: '' }
  const state: StackState = { supervisor, isReady: false, chainId, parts: [], urls: {} }
  try {
    await mkdir(folder, { recursive: true })
    // Of several starts only one clears, and none takes what another is still clearing.
    const claim = async () => {
      await clearLeftovers(folder)
      await requireRoom(folder, minFreeBytes)
      await requireNoData(folder)
      await placeState(folder, state)
    }
    await withLock(join(folder, 'claim.lock'), claim, { what: `start in ${folder}` })
    return state
  } catch (cause) {
    if (cause instanceof StackFolderError) throw cause
    const { message } = cause as Error
    throw new StackFolderError(folder, `cannot be used (${message}); give another by --dir`, {
      cause,
    })
  }
}

async function clearLeftovers(folder: string): Promise<void> {
  const left = await readState(folder)
  if (left === undefined) return
  const { supervisor, parts } = left
  if (supervisor === undefined || parts === undefined) {
    const file = stateFileOf(folder)
    throw new StackFolderError(
      folder,
      `${file} is no valid state; end the processes of its stack, and remove it`,
    )
  }
  const down = `\`gimbal stack down --dir ${quoteArgument(folder)}\``
  if (await isRunning(supervisor)) {
    throw new StackFolderError(
      folder,
      `a stack runs there (process ${supervisor.pid}); end it with ${down}, or give another by --dir`,
    )
  }
  await endParts(folder, parts)
  await releaseFolder(folder)
}

async function requireRoom(folder: string, minFreeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= minFreeBytes) return
  const [free, needed] = [bavail * bsize, minFreeBytes].map((b) => Math.floor(b / 1_024 ** 2))
  throw new StackFolderError(
    folder,
    `its disk has ${free} MB free, ${needed} MB are needed; make room or give another folder by --dir`,
  )
}

// The end of a stack removes this folder, with whatever is in it.
async function requireNoData(folder: string): Promise<void> {
  if ((await stat(join(folder, 'data')).catch(() => undefined)) === undefined) return
  throw new StackFolderError(
    folder,
    'has a folder "data" that belongs to no stack; move it away, or give another folder by --dir',
  )
}

// A link appears whole: a start that is killed leaves a state that can be read, or none.
async function placeState(folder: string, state: StackState): Promise<void> {
  const aside = `${stateFileOf(folder)}.${process.pid}`
  try {
    await writeFile(aside, JSON.stringify(state))
    await link(aside, stateFileOf(folder))
  } finally {
    await rm(aside, { force: true })
  }
}
