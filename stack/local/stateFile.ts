import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { STACK_NETWORK_FILE } from '../../client/network/findNetwork.ts'
import type { PricesEntry } from '../../client/network/pricesSchema.ts'
import { FileError } from '../../files/errors.ts'
import type { ProcessIdentity } from '../../files/processIdentity.ts'
import { requireOwnFile } from '../../files/requireOwnFile.ts'
import type { Across } from '../chains/across.ts'
import { StackFolderError } from './errors.ts'
import type { StackAddresses } from './setUpChain.ts'

export interface PartState extends ProcessIdentity {
  name: string
  logFile: string
  /** How it is asked to end. */
  stopSignal: NodeJS.Signals
}

/** The URLs of the stack's services. */
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
  /** The console, if whoever started the stack serves it. */
  console?: string
}

/** The facts about a stack that commands in other terminals read. */
export interface StackState {
  supervisor: ProcessIdentity
  /** Everything stands, the last of it as well. */
  isReady: boolean
  chainId: number
  parts: PartState[]
  urls: Partial<StackUrls>
  addresses?: StackAddresses
  /** The second chain, where there is one. */
  across?: Across
  /** The source of signed prices and its contracts, where there is one. */
  prices?: PricesEntry
}

export const stateFileOf = (folder: string): string => join(folder, 'state.json')

/**
 * The state that a folder holds; undefined if no stack is there.
 *
 * @throws StackFolderError if it is unreadable, FileError if it is another user's.
 */
export async function readState(folder: string): Promise<StackState | undefined> {
  const file = stateFileOf(folder)
  try {
    await requireOwnFile(file)
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (cause instanceof FileError) throw cause
    throw new StackFolderError(
      folder,
      `${file} cannot be read; end the processes that it names and remove it`,
      {
        cause,
      },
    )
  }
}

/** Readers see the old state or the new one. */
export async function writeState(folder: string, state: StackState): Promise<void> {
  const part = `${stateFileOf(folder)}.part`
  await writeFile(part, `${JSON.stringify(state, null, 2)}\n`)
  await rename(part, stateFileOf(folder))
}

/**
 * Gives the folder back; logs stay. A deployment that was cut off may write to its journal for a moment longer, and what it
 * adds while the folder is emptied is removed as well.
 */
export async function releaseFolder(folder: string): Promise<void> {
  await rm(join(folder, 'data'), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  await rm(join(folder, STACK_NETWORK_FILE), { force: true })
  await rm(stateFileOf(folder), { force: true })
}
