import { formatLog, type Hex, numberToHex, type PublicClient } from 'viem'
import { isPassingStatus } from '../../http/isPassingStatus.ts'
import type { LogFilter, RawLog } from '../../observation/index.ts'
import { ChainReadError } from '../errors.ts'
import { toCanonicalLog } from './canonicalLog.ts'
import { checkBlock } from './checkLogs.ts'
import { createBlockLogsReader } from './readBlockLogs.ts'

/**
 * Logs of some contracts in the order of the chain: asked for at once, and in halves where a node refuses. The last
 * block of each answer is compared with its receipts, since a node that cuts off cuts there.
 *
 * @throws IncompleteLogsError if an answer was cut off; ChainReadError if the node does not give the logs of a block.
 */
export async function readLogs(
  client: PublicClient,
  filter: LogFilter,
  from: bigint,
  to: bigint,
): Promise<RawLog[]> {
  const readBlockLogs = createBlockLogsReader(client)
  const logs: RawLog[] = []
  let span = to - from + 1n
  for (let begin = from; begin <= to; ) {
    const end = begin + span - 1n < to ? begin + span - 1n : to
    const answer = await askForLogs(client, filter, begin, end)
    if (answer === undefined) {
      span = (end - begin + 1n) / 2n
      continue
    }
    const last = answer.at(-1)
    if (last !== undefined) {
      const block = { number: last.blockNumber as bigint, hash: last.blockHash as Hex }
      await checkBlock(readBlockLogs, block, answer, filter)
    }
    logs.push(...answer)
    begin = end + 1n
  }
  return logs
}

/** Undefined where the node refuses so many blocks at once. */
async function askForLogs(
  client: PublicClient,
  { addresses, topics }: LogFilter,
  begin: bigint,
  end: bigint,
): Promise<RawLog[] | undefined> {
  try {
    const range = { fromBlock: numberToHex(begin), toBlock: numberToHex(end) }
    const filter = { ...range, address: [...addresses], ...(topics && { topics: [[...topics]] }) }
    const logs = await client.request({ method: 'eth_getLogs', params: [filter] })
    return logs.map((log) => formatLog(toCanonicalLog(log)) as RawLog)
  } catch (cause) {
    if (cause instanceof ChainReadError) throw cause
    if (begin < end && mayBeTooMuch(cause)) return undefined
    const blocks = begin === end ? `block ${begin}` : `the blocks ${begin} to ${end}`
    throw new ChainReadError(`the node does not give the logs of ${blocks}; try another`, { cause })
  }
}

// Nodes refuse too many logs with errors of JSON-RPC, with statuses of HTTP, or by taking too long.
function mayBeTooMuch(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { name, code, status } = at as { name: string; code?: unknown; status?: unknown }
    if (name === 'TimeoutError' || typeof code === 'number') return true
    if (typeof status === 'number') return !isPassingStatus(status)
  }
  return false
}
