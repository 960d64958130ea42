import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { identifyProcess, isRunning, type ProcessIdentity } from './processIdentity.ts'

/** A lock that this process holds, or the process that holds it. */
export type LockAttempt = { release(): Promise<void> } | { owner: ProcessIdentity }

/**
 * Takes a lock: a file that names the process that holds it. A lock whose process is gone is taken over; the file never
 * exists half-written. Missing folders are created.
 */
export async function takeLock(file: string): Promise<LockAttempt> {
  await mkdir(dirname(file), { recursive: true })
  const own = (await identifyProcess(process.pid)) ?? { pid: process.pid, startedAt: '' }
  const text = JSON.stringify(own)
  const draft = `${file}.${process.pid}`
  await writeFile(draft, text)
  try {
    while (!(await isLinked(draft, file))) {
      const held = await readIfThere(file)
      // Released meanwhile.
      if (held === undefined) continue
      const owner = parseOwner(held)
      if (owner !== undefined && (await isRunning(owner))) return { owner }
      await moveAway(file, held)
    }
  } finally {
    await rm(draft, { force: true })
  }
  return {
    async release() {
      if ((await readIfThere(file)) === text) await rm(file, { force: true })
    },
  }
}

async function isLinked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes a stale lock. If another process has replaced it meanwhile, the new lock is put back. */
async function moveAway(file: string, stale: string): Promise<void> {
  const aside = `${file}.${process.pid}.stale`
  try {
    await rename(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if ((await readIfThere(aside)) !== stale) await isLinked(aside, file)
  await rm(aside, { force: true })
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parseOwner(text: string): ProcessIdentity | undefined {
  try {
    const owner = JSON.parse(text) as Partial<ProcessIdentity> | null
    return typeof owner?.pid === 'number' && typeof owner.startedAt === 'string'
      ? { pid: owner.pid, startedAt: owner.startedAt }
      : undefined
  } catch {
    return undefined
  }
}
