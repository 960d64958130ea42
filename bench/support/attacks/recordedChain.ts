import { readFileSync } from 'node:fs'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import type { RecordedPool } from '../../../market/recording.ts'
import type { SourceStart } from '../../../market/sourceStart.ts'

/** One block of Ethereum. */
export interface RecordedHeader {
  number: bigint
  /** Unix seconds. */
  at: bigint
  /** Wei per unit of gas. */
  baseFeePerGas: bigint
}

/** Where a pool stood. */
interface RecordedState {
  tick: bigint
  liquidity: bigint
}

/** Times and base fees of one recorded day, a pool's ticks and liquidity of another: both real, and never seen together. */
export interface RecordedChain {
  headers: readonly RecordedHeader[]
  /** As of the block of that index. */
  stateAt(index: number): RecordedState
  /** Of the pool: averages of the days before. */
  start: SourceStart
}

/** 1,000 mainnet headers of 2023-05-03 over the calm morning of the shipped pool, USDC/WETH 0.05 % of 2023-08-17. */
export async function readRecordedChain(): Promise<RecordedChain> {
  const headers = readHeaders()
  const { pool, start } = await diskReader.readRecording(await openMarket('polygon-2023-08-17'))
  const [first] = headers as [RecordedHeader]
  return {
    headers,
    start,
    stateAt(index) {
      const { at } = headers[index] as RecordedHeader
      const { closeTick, liquidity } = pool[Number((at - first.at) / 60n)] as RecordedPool
      return { tick: closeTick, liquidity }
    },
  }
}

function readHeaders(): RecordedHeader[] {
  const file = new URL('recorded/headers.csv', import.meta.url)
  const [, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n')
  return rows.map((row) => {
    const [number, at, baseFeePerGas] = row.split(',').map(BigInt) as [bigint, bigint, bigint]
    return { number, at, baseFeePerGas }
  })
}
