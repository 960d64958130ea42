import { type Address, encodeAbiParameters, encodeEventTopics, type Hex, parseAbi } from 'viem'
import { describe, expect, test } from 'vitest'
import {
  decodePoolLogs,
  LogMismatchError,
  poolEventTopics,
  type RawLog,
} from '../../observation/index.ts'
import { createHeaders, START_AT } from './support/createHeaders.ts'

const pool: Address = '0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640'
const other: Address = '0x8ad599c3a0ff1de082011efddc58f1908eb6e6d8'
const headers = createHeaders([0, 12, 24])

const abi = parseAbi(['event Initialize(uint160 sqrtPriceX96, int24 tick)'])

function createLog(change: Partial<RawLog> = {}, tick = -5): RawLog {
  const args = [{ type: 'uint160' }, { type: 'int24' }] as const
  return {
    address: pool,
    topics: encodeEventTopics({ abi }) as RawLog['topics'],
    data: encodeAbiParameters(args, [9n, tick]),
    blockNumber: 1n,
    blockHash: headers[0]?.hash as Hex,
    logIndex: 0,
    removed: false,
    ...change,
  }
}

describe('decodePoolLogs', () => {
  test('default: in the order of the chain, with the time of the block', () => {
    const later = { blockNumber: 3n, blockHash: headers[2]?.hash as Hex, logIndex: 1 }
    const logs = [createLog(later, 2), createLog({ ...later, logIndex: 0 }, 1), createLog()]
    expect(decodePoolLogs(logs, headers, pool)).toEqual([
      { kind: 'initialize', timestamp: START_AT, sqrtPriceX96: 9n, tick: -5n, liquidity: 0n },
      { kind: 'initialize', timestamp: START_AT + 24n, sqrtPriceX96: 9n, tick: 1n, liquidity: 0n },
      { kind: 'initialize', timestamp: START_AT + 24n, sqrtPriceX96: 9n, tick: 2n, liquidity: 0n },
    ])
  })

  test('behavior: other addresses and other events are left out', () => {
    const foreign = createLog({ topics: [`0x${'1'.repeat(64)}`] })
    expect(decodePoolLogs([createLog({ address: other }), foreign], headers, pool)).toEqual([])
    expect(new Set(poolEventTopics).size).toBe(4)
  })

  test.each<[string, Partial<RawLog>, string]>([
    ['of a block that is not given', { blockHash: `0x${'f'.repeat(64)}` }, 'no given header'],
    ['that was taken back', { removed: true }, 'was taken back'],
    ['that is pending', { blockHash: null, blockNumber: null, logIndex: null }, 'block unknown'],
  ])('error: a log %s', (_, change, message) => {
    const decode = () => decodePoolLogs([createLog(change)], headers, pool)
    expect(decode).toThrow(LogMismatchError)
    expect(decode).toThrow(message)
  })
})
