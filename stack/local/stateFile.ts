import { mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { STACK_NETWORK_FILE } from '../../client/network/findNetwork.ts'
import { quoteArgument } from '../../core/quoteArgument.ts'
import { identifyProcess, isRunning, type ProcessIdentity } from '../../files/processIdentity.ts'
import { StackFolderError } from './errors.ts'
import type { StackAddresses } from './setUpChain.ts'

/** Room for logs and the database of a day; a stack that runs for long needs more. */
export const MIN_FREE_BYTES = 512 * 1_024 ** 2

interface PartState extends ProcessIdentity {
  name: string
  logFile: string
}

/** Where the stack can be asked. */
export interface StackUrls {
  rpc: string
  /** Of the subgraph; absent without an index. */
  graphql?: string
  /** graph-node's own status. */
  status?: string
  /** graph-node's JSON-RPC for deployments. */
  admin?: string
  postgres?: string
  /** Snapshot's hub and sequencer, as this stack plays them. */
  hub?: string
  sequencer?: string
}

/** What a stack tells of itself to commands in other terminals. */
export interface StackState {
  supervisor: ProcessIdentity
  /** Everything stands, the last of it as well. */
  isReady: boolean
  chainId: number
  parts: PartState[]
  urls: Partial<StackUrls>
  addresses?: StackAddresses
}

const stateFileOf = (folder: string): string => join(folder, 'state.json')

/** The state that a folder holds; undefined if no stack is there. @throws StackFolderError if it is unreadable. */
export async function readState(folder: string): Promise<StackState | undefined> {
  const file = stateFileOf(folder)
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new StackFolderError(folder, `${file} cannot be read; end what it names and remove it`, {
      cause,
    })
  }
}

/**
 * Takes a folder for this process.
 *
 * @throws StackFolderError if a stack runs there, one was left there, or the folder cannot be written or is full.
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
    const { bavail, bsize } = await statfs(folder)
    if (bavail * bsize < minFreeBytes) {
      const [free, needed] = [bavail * bsize, minFreeBytes].map((b) => Math.floor(b / 1_024 ** 2))
      throw new StackFolderError(
        folder,
        `its disk has ${free} MB free, ${needed} MB are needed; make room or give another folder by --dir`,
      )
    }
    const handle = await open(stateFileOf(folder), 'wx')
    await handle.writeFile(JSON.stringify(state))
    await handle.close()
    await requireNoData(folder)
    return state
  } catch (cause) {
    if (cause instanceof StackFolderError) throw cause
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST') throw await describeOwner(folder)
    throw new StackFolderError(folder, `cannot be used (${message}); give another by --dir`, {
      cause,
    })
  }
}

// The end of a stack removes this folder, with whatever is in it.
async function requireNoData(folder: string): Promise<void> {
  const data = join(folder, 'data')
  if ((await stat(data).catch(() => undefined)) === undefined) return
  await rm(stateFileOf(folder), { force: true })
  throw new StackFolderError(
    folder,
    'has a folder "data" that is of no stack; move it away, or give another folder by --dir',
  )
}

async function describeOwner(folder: string): Promise<StackFolderError> {
  const down = `\`gimbal stack down --dir ${quoteArgument(folder)}\``
  const state = await readState(folder)
  if (state !== undefined && (await isRunning(state.supervisor))) {
    return new StackFolderError(
      folder,
      `a stack runs there (process ${state.supervisor.pid}); end it with ${down}, or give another by --dir`,
    )
  }
  return new StackFolderError(
    folder,
    `a stack was left there when its process was killed; clear it with ${down}`,
  )
}

/** Readers see the old state or the new one. */
export async function writeState(folder: string, state: StackState): Promise<void> {
  const part = `${stateFileOf(folder)}.part`
  await writeFile(part, `${JSON.stringify(state, null, 2)}\n`)
  await rename(part, stateFileOf(folder))
}

/** Gives the folder back; logs stay. */
export async function releaseFolder(folder: string): Promise<void> {
  await rm(join(folder, 'data'), { recursive: true, force: true })
  await rm(join(folder, STACK_NETWORK_FILE), { force: true })
  await rm(stateFileOf(folder), { force: true })
}
