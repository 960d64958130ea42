// Whether the logs that a node tells are those that headers vouch for: all of them, and no others.
//
// Method:   a header's bloom filter says in which blocks there is none. The receipts of every other block have to give its
//           header's root, and then their logs are the block's.
// Special:  of more than MAX_BLOCKS such blocks the latest: they weigh most in every average, and the step says so.

import { BaseError, type Hex, numberToHex, type PublicClient } from 'viem'
import { createBloomTest, type LogFilter, type RawLog } from '../../observation/index.ts'
import { askNode } from '../askNode.ts'
import type { ProvenHeader } from './header.ts'
import { computeReceiptsRoot, listLogs, type ProvenLog, type RpcReceipt } from './receipts.ts'

/** The most blocks whose receipts are read. */
const MAX_BLOCKS = 4_096
/** Blocks whose receipts are asked for at a time. */
const BLOCKS_AT_ONCE = 50
/** JSON-RPC's "method not found" and "method not supported". */
const UNKNOWN_METHOD_CODES = new Set([-32_601, -32_004])

/** Logs as a node told them for some blocks. */
export interface ToldLogs {
  filter: LogFilter
  /** The first block. */
  begin: bigint
  logs: readonly RawLog[]
}

/** What was proven of one block. */
interface BlockProof {
  number: bigint
  /** What is otherwise than the node told; undefined: nothing. */
  fault: string | undefined
  receiptCount: number
  /** The logs that are meant, by their index in the block. */
  logs: ReadonlyMap<number, ProvenLog>
}

/** What was proven of blocks before, by their hashes: while the same logs are meant, nothing of it can change. */
export interface BlockMemory {
  filters: string
  blocks: Map<Hex, KnownBlock>
}

type KnownBlock = Pick<BlockProof, 'receiptCount' | 'logs'>

/** A memory of nothing yet. */
export function createBlockMemory(): BlockMemory {
  return { filters: '', blocks: new Map() }
}

interface ProveOptions {
  memory?: BlockMemory
  onProgress?: (done: number, total: number) => void
}

export interface LogsProof {
  /** By block number; blocks without such a log by their bloom filter are not among them. */
  blocks: ReadonlyMap<bigint, BlockProof>
  /** Blocks that may hold a log and are taken as the node tells them: the oldest, where there are too many. */
  unproven: readonly bigint[]
  /** The node gives no receipts at all. */
  isWithoutReceipts: boolean
}

/**
 * Proves logs under some headers, whose fields give their hashes.
 *
 * @throws VerifySourceError if the node fails, or does not have a block's receipts.
 */
export async function proveLogs(
  client: PublicClient,
  headers: readonly ProvenHeader[],
  told: readonly ToldLogs[],
  { memory = createBlockMemory(), onProgress = () => {} }: ProveOptions = {},
): Promise<LogsProof> {
  const suspected = listSuspected(headers, told)
  const proven = suspected.slice(-MAX_BLOCKS)
  const unproven = suspected.slice(0, -MAX_BLOCKS).map(({ number }) => number)
  const known = recall(memory, told)
  const byBlock = groupByBlock(told)
  const blocks = new Map<bigint, BlockProof>()
  for (let at = 0; at < proven.length; at += BLOCKS_AT_ONCE) {
    const batch = proven.slice(at, at + BLOCKS_AT_ONCE)
    const answers = await Promise.all(
      batch.map(async (header) => known.get(header.hash) ?? readBlock(client, header, told)),
    )
    for (const [index, header] of batch.entries()) {
      const answer = answers[index]
      if (answer === undefined) {
        const all = suspected.map(({ number }) => number)
        return { blocks: new Map(), unproven: all, isWithoutReceipts: true }
      }
      const { number } = header
      const { receiptCount, logs } = answer
      const isRooted = !('isRooted' in answer) || answer.isRooted
      if (isRooted && header.isHashed) known.set(header.hash, { receiptCount, logs })
      const fault = isRooted
        ? findFault(header, logs, byBlock.get(number) ?? [])
        : 'its receipts do not give the root that its header has'
      blocks.set(number, { number, fault, receiptCount, logs })
    }
    onProgress(Math.min(at + BLOCKS_AT_ONCE, proven.length), proven.length)
  }
  return { blocks, unproven, isWithoutReceipts: false }
}

function recall(memory: BlockMemory, told: readonly ToldLogs[]): Map<Hex, KnownBlock> {
  const filters = JSON.stringify(told.map(({ filter, begin }) => [filter, String(begin)]))
  if (memory.filters !== filters) {
    memory.filters = filters
    memory.blocks = new Map()
  }
  return memory.blocks
}

/** A block's logs by its receipts, and whether these give the header's root; undefined without receipts. */
async function readBlock(
  client: PublicClient,
  header: ProvenHeader,
  told: readonly ToldLogs[],
): Promise<(KnownBlock & { isRooted: boolean }) | undefined> {
  const receipts = await readReceipts(client, header)
  if (receipts === undefined) return undefined
  const inForce = told.filter(({ begin }) => header.number >= begin)
  const found = inForce.flatMap(({ filter }) => listLogs(receipts, filter))
  return {
    receiptCount: receipts.length,
    logs: new Map(found.map((log) => [log.logIndex, log])),
    isRooted: computeRoot(receipts) === header.receiptsRoot,
  }
}

/** Headers of blocks that may hold a log that is meant, and of those of which one was told. */
function listSuspected(
  headers: readonly ProvenHeader[],
  told: readonly ToldLogs[],
): ProvenHeader[] {
  const tests = told.map(({ filter, begin }) => ({ begin, mayHold: createBloomTest(filter) }))
  const named = new Set(told.flatMap(({ logs }) => logs.map(({ blockNumber }) => blockNumber)))
  return headers.filter(({ number, logsBloom }) => {
    return (
      named.has(number) || tests.some(({ begin, mayHold }) => number >= begin && mayHold(logsBloom))
    )
  })
}

function groupByBlock(told: readonly ToldLogs[]): Map<bigint, RawLog[]> {
  const byBlock = new Map<bigint, RawLog[]>()
  for (const log of told.flatMap(({ logs }) => logs)) {
    const number = log.blockNumber ?? -1n
    const others = byBlock.get(number)
    if (others === undefined) byBlock.set(number, [log])
    else others.push(log)
  }
  return byBlock
}

/** Undefined where the node does not know the method. */
async function readReceipts(
  client: PublicClient,
  { number }: ProvenHeader,
): Promise<RpcReceipt[] | undefined> {
  const request = { method: 'eth_getBlockReceipts', params: [numberToHex(number)] } as never
  const receipts = await askNode(
    client.request(request).catch((cause: unknown) => {
      if (isUnknownMethod(cause)) return undefined
      throw cause
    }) as Promise<RpcReceipt[] | null | undefined>,
    `the receipts of block ${number}`,
  )
  if (receipts !== null) return receipts
  return askNode(Promise.reject(new Error('no receipts')), `the receipts of block ${number}`)
}

function isUnknownMethod(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false
  const isUnknown = (one: unknown) => UNKNOWN_METHOD_CODES.has((one as { code: number }).code)
  return error.walk(isUnknown) !== null
}

function computeRoot(receipts: readonly RpcReceipt[]): Hex | undefined {
  try {
    return computeReceiptsRoot(receipts)
  } catch {
    // What is no receipt has no bytes.
    return undefined
  }
}

/** The first log that was told otherwise than the receipts have it, or not at all. */
function findFault(
  { hash }: ProvenHeader,
  logs: ReadonlyMap<number, ProvenLog>,
  told: readonly RawLog[],
): string | undefined {
  const seen = new Set<number>()
  for (const log of told) {
    const index = log.logIndex ?? -1
    const proven = logs.get(index)
    if (proven === undefined) return `its log ${index} is not in its receipts`
    if (seen.has(index)) return `its log ${index} is told twice`
    if (log.blockHash !== hash) return `its log ${index} is said to be of block ${log.blockHash}`
    if (!isSame(log, proven)) return `its log ${index} has other contents in its receipts`
    seen.add(index)
  }
  const missing = [...logs.keys()].find((index) => !seen.has(index))
  return missing === undefined ? undefined : `its log ${missing} was left out`
}

function isSame(told: RawLog, proven: ProvenLog): boolean {
  return (
    told.address.toLowerCase() === proven.address &&
    told.data === proven.data &&
    told.topics.length === proven.topics.length &&
    told.topics.every((topic, at) => topic === proven.topics[at])
  )
}
