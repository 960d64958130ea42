import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { portfolioAbi } from '../../../abi/index.ts'
import { type ChainReader, createChainReader } from '../../../bot/sources/createChainReader.ts'
import { createIndexSource } from '../../../bot/sources/createIndexSource.ts'
import { ContradictionError } from '../../../bot/sources/errors.ts'
import { createQueryClient } from '../../../query/index.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { POSITION_ID } from '../../../stack/local/openPool.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { replayRecording } from '../../../stack/replay/replayRecording.ts'
import { FROM_AT, startRecordedStack } from '../../integration/support/recordedHours.ts'
import { shippedRecording } from '../../stack/support/shippedRecording.ts'
import { IndexReader } from '../../subgraph/support/indexReader.ts'

const patience = 600_000

let stack: Stack
let folder: string
let client: ChainClient
let index: IndexReader
let chain: ChainReader

beforeAll(async () => {
  ;({ stack, folder } = await startRecordedStack())
  client = createChainClient(stack.urls.rpc)
  index = new IndexReader(stack.urls.graphql ?? '')
  chain = createChainReader({
    urls: [stack.urls.rpc],
    chainId: stack.chainId,
    riskParameters: stack.addresses.governance.riskParameters,
    timeoutMs: 5_000,
    maxLagBlocks: 2n,
  })
}, patience)

afterAll(async () => {
  await stack?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

function create(changes: Partial<ChainReader> = {}, confirmations = 0n) {
  const url = stack.urls.graphql ?? ''
  const reader = { ...chain, ...changes }
  const limits = { confirmations, maxLagBlocks: 2n, maxLagSec: 120n }
  return createIndexSource({ clients: [createQueryClient({ url })], chain: reader, ...limits })
}

describe('createIndexSource', { timeout: patience }, () => {
  test('behavior: before there is a measurement, it says so', async () => {
    await index.waitFor(await client.getBlock())
    const reading = await create().readLatest(LOCAL_MARKET_ID)
    expect(reading).toMatchObject({ type: 'none', reason: 'no-observation' })
  })

  test('default: the latest observation, with what the portfolio tells and the configuration at its closing block', async () => {
    await replayRecording({
      url: stack.urls.rpc,
      pool: { ...stack.addresses.venue, positionId: POSITION_ID },
      recording: shippedRecording,
      from: FROM_AT,
      to: FROM_AT + 64n * 60n,
      speed: Number.POSITIVE_INFINITY,
    })
    await index.waitFor(await client.getBlock())
    const reading = await create().readLatest(LOCAL_MARKET_ID)
    if (reading.type !== 'observation') throw new Error(reading.detail)
    const { observation, block, config, lag } = reading
    const closing = await client.getBlock({ blockNumber: block.number })
    expect(block).toEqual({ ...block, hash: closing.hash, timestamp: closing.timestamp })
    expect(lag).toEqual({ blocks: 0n, sec: 0n })
    const [navUsd6, curvaturePips, horizonSec] = await client.readContract({
      address: stack.addresses.vault,
      abi: portfolioAbi,
      functionName: 'portfolioFigures',
      blockNumber: block.number,
    })
    expect(observation).toMatchObject({
      navUsd6,
      curvaturePips: BigInt(curvaturePips),
      horizonSec: BigInt(horizonSec),
      dataFeeWei: 0n,
    })
    const { state } = await chain.readMarket(LOCAL_MARKET_ID, block)
    expect(config).toBe(state.config)
    const stored = (await index.readAll('observations')).at(-1)
    expect(stored).toMatchObject({
      blockHash: block.hash,
      baseFeePerGas: `${observation.baseFeePerGas}`,
      depthUsd6: `${observation.depthUsd6}`,
      varianceWad: `${observation.varianceWad}`,
    })
  })

  test('behavior: with confirmations it is asked further back, where an older one was the latest', async () => {
    const read = async (confirmations: bigint) => {
      const reading = await create({}, confirmations).readLatest(LOCAL_MARKET_ID)
      if (reading.type !== 'observation') throw new Error(reading.detail)
      return reading.block.number
    }
    const latest = await read(0n)
    const above = (await client.getBlockNumber()) - latest
    expect(await read(above)).toBe(latest)
    expect(await read(above + 1n)).toBeLessThan(latest)
  })

  test('behavior: an index that stands still is late, however healthy it says it is', async () => {
    const late = async (blocks: bigint, sec: bigint) => {
      const head = await chain.readHead()
      const { number, timestamp, hash } = head.block
      const block = { number: number + blocks, timestamp: timestamp + sec, hash }
      const source = create({ readHead: async () => ({ ...head, block }) })
      return source.readLatest(LOCAL_MARKET_ID)
    }
    expect(await late(2n, 120n)).toMatchObject({ type: 'observation' })
    expect(await late(3n, 120n)).toMatchObject({ reason: 'lagging', lag: { blocks: 3n } })
    expect(await late(2n, 121n)).toMatchObject({ reason: 'lagging', lag: { sec: 121n } })
    expect(await late(-1n, 0n)).toMatchObject({ reason: 'lagging' })
  })

  test('behavior: requests that do not depend on each other are sent together', async () => {
    // Nobody is answered before all of them have asked.
    const meet = () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      let asked = 0
      return async (among: number) => {
        asked += 1
        if (asked === among) resolve()
        await promise
      }
    }
    const [first, last] = [meet(), meet()]
    let reads = 0
    const source = create({
      async readHead() {
        await first(2)
        return chain.readHead()
      },
      async readBlock(number) {
        reads += 1
        await (reads === 1 ? first(2) : last(3))
        return chain.readBlock(number)
      },
      async readConfigAddress(marketId, block) {
        await last(3)
        return chain.readConfigAddress(marketId, block)
      },
    })
    expect(await source.readLatest(LOCAL_MARKET_ID)).toMatchObject({
      type: 'observation',
    })
  })

  test.each([
    ['before the query', 1, /^block \d+ is/],
    ['after the query', 2, /^block \d+ is/],
    ['at the closing block', 3, /^the closing block \d+ is/],
  ])('error: ContradictionError if the chain has another block %s', async (_, at, message) => {
    let reads = 0
    const other = `0x${'7'.repeat(64)}` as const
    const source = create({
      async readBlock(number) {
        reads += 1
        const isOther = reads === at
        const block = await chain.readBlock(number)
        return isOther ? { ...block, hash: other } : block
      },
    })
    const failure = await source.readLatest(LOCAL_MARKET_ID).catch((error) => error)
    expect(failure).toBeInstanceOf(ContradictionError)
    expect(failure.message).toMatch(message)
  })
})
