import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address, Hex } from 'viem'

/** What earlier runs have done on a chain. */
export interface Progress {
  folder: string
  /** Ids of the steps that are done. */
  done: ReadonlySet<string>
  /** By the name of the contract. */
  addresses: Readonly<Record<string, Address>>
}

export interface Receipt {
  transactionHash: Hex
  blockNumber: number
}

interface JournalLine {
  type: string
  futureId: string
  result?: { type: string }
  hash?: Hex
  receipt?: { blockNumber: number }
}

/** Reads Ignition's journal of a chain; nothing is done if there is none. */
export async function readProgress(journalRoot: string, chainId: number): Promise<Progress> {
  const folder = join(journalRoot, 'deployments', `chain-${chainId}`)
  const done = (await readLines(folder)).flatMap(({ type, futureId, result }) => {
    return type.endsWith('_EXECUTION_STATE_COMPLETE') && result?.type === 'SUCCESS'
      ? [futureId]
      : []
  })
  const text = (await readIfThere(join(folder, 'deployed_addresses.json'))) || '{}'
  const addresses = Object.entries<Address>(JSON.parse(text)).map(([id, address]) => {
    return [id.slice(id.indexOf('#') + 1), address]
  })
  return { folder, done: new Set(done), addresses: Object.fromEntries(addresses) }
}

/** By the id of the step: the transaction that did it. */
export async function readReceipts(folder: string): Promise<Record<string, Receipt>> {
  const receipts = (await readLines(folder)).flatMap(({ type, futureId, hash, receipt }) => {
    if (type !== 'TRANSACTION_CONFIRM' || hash === undefined || receipt === undefined) return []
    return [[futureId, { transactionHash: hash, blockNumber: receipt.blockNumber }] as const]
  })
  return Object.fromEntries(receipts)
}

async function readLines(folder: string): Promise<JournalLine[]> {
  const lines = (await readIfThere(join(folder, 'journal.jsonl'))).split('\n')
  // A run that was cut off may leave its last line half.
  return lines.flatMap((line) => (line.endsWith('}') ? [JSON.parse(line)] : []))
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
