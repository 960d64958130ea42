import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { toCanonicalLog } from '../../../client/logs/canonicalLog.ts'
import { computeReceiptsRoot, listLogs, type RpcReceipt } from '../../../verify/proof/receipts.ts'

const address: Hex = `0x${'ab'.repeat(20)}`
const topic: Hex = `0x${'cd'.repeat(32)}`
const log = { address, topics: [topic], data: '0xef' } as const
const receiptOf = (one: RpcReceipt['logs'][number]): RpcReceipt => ({
  status: '0x1',
  cumulativeGasUsed: '0x5208',
  logsBloom: '0x',
  logs: [one],
})
const upper = (hex: Hex) => `0x${hex.slice(2).toUpperCase()}` as Hex
const loud = { address: upper(address), topics: [upper(topic)], data: upper(log.data) }

describe('listLogs', () => {
  test('P-147 capitals in an address or a topic hide no log: they are the same bytes', () => {
    const receipts = [receiptOf(loud as never)]
    expect(computeReceiptsRoot(receipts)).toBe(computeReceiptsRoot([receiptOf(log as never)]))
    const filter = { addresses: [address], topics: [topic] }
    expect(listLogs(receipts, filter)).toEqual([
      { ...log, topics: [topic], logIndex: 0, transactionIndex: 0 },
    ])
  })
})

describe('toCanonicalLog', () => {
  test('error: what is no hex', () => {
    const odd = { ...log, topics: ['0xabc'] } as never
    expect(() => toCanonicalLog(odd)).toThrow('a log that is no hex')
  })
})
