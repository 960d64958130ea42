import type { Hex } from 'viem'
import { minOf } from '../../observation/integerMath.ts'
import { RecordError } from '../errors.ts'
import { MAX_BASE_FEE_PER_GAS } from '../minute.ts'
import type { PoolChange } from '../poolMinutes.ts'
import type { RecordedBlock } from '../recording.ts'
import type { Header, RecordChain } from './recordChain.ts'
import type { RecordChunk, RecordPart, RecordPlan } from './recordPart.ts'

/** How many blocks a kill can lose. */
const CHUNK_BLOCKS = 200n

export interface ReadOptions {
  /** Called as blocks arrive; `done` begins with what an earlier run had. */
  onProgress?: (done: number, total: number, at: bigint) => void
  signal?: AbortSignal | undefined
}

export function countBlocks(chunks: readonly RecordChunk[]): number {
  return chunks.reduce((count, { blocks }) => count + blocks.length, 0)
}

/**
 * Reads what is missing, and adds it to the chunks and to the file.
 *
 * @throws RecordError if a request fails finally, or the chain was reorganised meanwhile.
 */
export async function readChunks(
  chain: RecordChain,
  plan: RecordPlan,
  chunks: RecordChunk[],
  part: RecordPart,
  { onProgress = () => {}, signal }: ReadOptions,
): Promise<void> {
  const total = Number(plan.lastBlock - plan.firstBlock + 1n)
  const report = () => {
    const at = chunks.at(-1)?.blocks.at(-1)?.at ?? plan.beginAt
    onProgress(countBlocks(chunks), total, at)
  }
  report()
  for (;;) {
    const last = chunks.at(-1)
    const fromBlock = last === undefined ? plan.firstBlock : last.toBlock + 1n
    if (fromBlock > plan.lastBlock) return
    const toBlock = minOf(fromBlock + CHUNK_BLOCKS - 1n, plan.lastBlock)
    signal?.throwIfAborted()
    const logs = await chain.readLogs(plan.pool, fromBlock, toBlock)
    const headers = await chain.readHeaders(fromBlock, toBlock)
    checkFollows(part.file, headers, last?.hash ?? plan.parentHash)
    await chain.checkLogs(plan.pool, headers, logs)
    const timestamps = new Map(headers.map(({ hash, timestamp }) => [hash, timestamp]))
    const chunk: RecordChunk = {
      fromBlock,
      toBlock,
      hash: headers.at(-1)?.hash as Hex,
      blocks: headers.map(readBlock),
      changes: logs.map((log) => {
        const timestamp = timestamps.get(log.blockHash)
        if (timestamp === undefined) throw createChangedError(part.file, log.blockNumber)
        return toChange(log, timestamp)
      }),
    }
    part.append(chunk)
    chunks.push(chunk)
    report()
  }
}

function readBlock({ number, timestamp, baseFeePerGas, gasUsed, gasLimit }: Header): RecordedBlock {
  const fee = baseFeePerGas ?? 0n
  if (fee < 1n || fee > MAX_BASE_FEE_PER_GAS) {
    throw new RecordError(
      `block ${number} has a base fee of ${fee} wei, a market needs 1 to ${MAX_BASE_FEE_PER_GAS}; record a chain and a ` +
        'time with the base fee of EIP-1559',
    )
  }
  const gasUsedRatioPips = gasLimit === 0n ? 0n : (gasUsed * 1_000_000n) / gasLimit
  return { at: timestamp, baseFeePerGas: fee, gasUsedRatioPips }
}

function checkFollows(file: string, headers: readonly Header[], parentHash: Hex): void {
  let expected = parentHash
  for (const { hash, parentHash: got, number } of headers) {
    if (got !== expected) throw createChangedError(file, number)
    expected = hash
  }
}

function createChangedError(file: string, blockNumber: bigint): RecordError {
  return new RecordError(
    `block ${blockNumber} does not follow from what was recorded before: the chain was reorganised or started ` +
      `again; remove ${file} and record again, with a --to that lies further back`,
  )
}

type PoolLog = Awaited<ReturnType<RecordChain['readLogs']>>[number]

function toChange({ eventName, args }: PoolLog, timestamp: bigint): PoolChange {
  switch (eventName) {
    case 'Initialize':
      return { kind: 'initialize', timestamp, tick: BigInt(args.tick) }
    case 'Swap': {
      const { tick, liquidity, amount0, amount1 } = args
      return { kind: 'swap', timestamp, tick: BigInt(tick), liquidity, amount0, amount1 }
    }
    default: {
      const [tickLower, tickUpper] = [BigInt(args.tickLower), BigInt(args.tickUpper)]
      const liquidityDelta = eventName === 'Mint' ? args.amount : -args.amount
      return { kind: 'liquidity', timestamp, tickLower, tickUpper, liquidityDelta }
    }
  }
}
