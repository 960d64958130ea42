// Method:   a header's bloom filter says in which blocks there is no log. A block that may have one and for which the
//           node gave none is asked for by its receipts, and so is the last block of an answer, where a node that cuts
//           off has cut. Of more suspicious blocks than MAX_RECEIPTS as many, spread evenly: on a busy chain filters
//           are nearly full, and most suspected blocks hold no such log.
// Special:  an answer that lacks a log in the middle of a block of which others came is not noticed.

import { isAddressEqual } from 'viem'
import { createBloomTest, type LogFilter, type RawLog } from '../../observation/index.ts'
import { IncompleteLogsError } from '../errors.ts'
import type { ReadBlockLogs } from './readBlockLogs.ts'

/** The most blocks of one check whose receipts are read. */
const MAX_RECEIPTS = 64

/** What a check needs of a header. */
export interface BloomHeader {
  number: bigint
  hash: `0x${string}`
  logsBloom: `0x${string}`
}

/**
 * Compares the logs that a node gave for some blocks with those blocks' headers and receipts.
 *
 * @param headers - Of all the blocks, or of a part of them that is checked.
 * @throws IncompleteLogsError for the first block of which logs are missing.
 */
export async function checkLogs(
  readBlockLogs: ReadBlockLogs,
  headers: readonly BloomHeader[],
  logs: readonly RawLog[],
  filter: LogFilter,
): Promise<void> {
  const mayHold = createBloomTest(filter)
  const told = new Set(logs.map(({ blockNumber }) => blockNumber))
  const suspicious = headers.filter(({ number, logsBloom }) => {
    return !told.has(number) && mayHold(logsBloom)
  })
  for (const header of spread(suspicious)) await checkBlock(readBlockLogs, header, logs, filter)
}

/** Compares one block's logs with its receipts. @throws IncompleteLogsError if there are more. */
export async function checkBlock(
  readBlockLogs: ReadBlockLogs,
  block: { number: bigint; hash: `0x${string}` },
  logs: readonly RawLog[],
  { addresses, topics }: LogFilter,
): Promise<void> {
  const got = logs.filter(({ blockNumber }) => blockNumber === block.number).length
  const all = await readBlockLogs(block)
  const expected = all.filter((log) => {
    const [topic] = log.topics
    return (
      addresses.some((address) => isAddressEqual(address, log.address)) &&
      (topics === undefined || (topic !== undefined && topics.includes(topic)))
    )
  }).length
  if (got >= expected) return
  const evidence = `it gave ${got} of the ${expected} that the block's receipts have`
  throw new IncompleteLogsError(block.number, block.number, evidence)
}

function spread<Item>(items: readonly Item[]): readonly Item[] {
  if (items.length <= MAX_RECEIPTS) return items
  const step = (items.length - 1) / (MAX_RECEIPTS - 1)
  return Array.from({ length: MAX_RECEIPTS }, (_, index) => items[Math.round(index * step)] as Item)
}
