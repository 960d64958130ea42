import type { Address } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, POSITION_ID } from '../../../stack/local/openPool.ts'
import { ReplayError, ReplayMismatchError } from '../../../stack/replay/errors.ts'
import { type ReplayOptions, replayRecording } from '../../../stack/replay/replayRecording.ts'
import { createBlock, createPoolRow } from '../../market/support/createRecording.ts'
import { type PoolChain, startPoolChain } from '../../market/support/startPoolChain.ts'
import { startProxy } from '../../support/startProxy.ts'

/** 2022-05-12 07:10 UTC. */
const from = 1_652_339_400n
const rows = [
  { at: 0n, closeTick: 200_400n },
  { at: 60n, closeTick: 200_390n, liquidity: 10n ** 18n },
  { at: 70n, closeTick: 200_500n, liquidity: 2n * 10n ** 18n },
  // Nothing happens.
  { at: 130n, closeTick: 200_500n, liquidity: 2n * 10n ** 18n },
]
/** At times of their own, full, empty and in between. */
const blocks = [
  { at: 3n, baseFeePerGas: 86_227_173_334n, gasUsedRatioPips: 1_000_000n },
  { at: 4n, baseFeePerGas: 97_000_835_817n, gasUsedRatioPips: 0n },
  { at: 90n, baseFeePerGas: 84_000_000_000n, gasUsedRatioPips: 700_000n },
  { at: 131n, baseFeePerGas: 1_352_188_204_502n, gasUsedRatioPips: 500_000n },
]
const recording = {
  blocks: blocks.map(({ at, ...block }) => createBlock({ at: from + at, ...block })),
  pool: rows.map(({ at, ...row }) => createPoolRow({ at: from + at, ...row })),
}

let chain: PoolChain

beforeAll(async () => {
  chain = await startPoolChain(from - 600n)
})

afterAll(() => chain?.stop())

function replay(more: Partial<ReplayOptions> = {}, pool: Address = chain.venue.pool) {
  return replayRecording({
    url: chain.url,
    pool: { ...chain.venue, pool, positionId: POSITION_ID },
    recording,
    speed: Number.POSITIVE_INFINITY,
    ...more,
  })
}

async function fail(...args: Parameters<typeof replay>): Promise<Error> {
  const error = await replay(...args).catch((reason) => reason)
  expect(error).toBeInstanceOf(ReplayError)
  return error
}

describe('replayRecording', () => {
  test('error: a pool without a price, and what is no pool', async () => {
    expect((await fail()).message).toMatch(/the pool 0x\w{40} has no price yet; initialise it/)
    const notPool = [chain.venue.weth, `0x${'1'.repeat(40)}`] as const
    for (const address of notPool) {
      expect((await fail({}, address)).message).toBe(
        `${address} is no Uniswap v3 pool; give the address of one`,
      )
    }
  })

  test('error: a node that is no anvil, and none', async () => {
    const proxy = await startProxy(chain.url, ({ method }) => {
      return method === 'web3_clientVersion' ? { result: 'Geth/v1.16' } : undefined
    })
    expect((await fail({ url: proxy.url })).message).toMatch(/is Geth.*, .* on anvil only/)
    expect((await fail({ url: 'http://127.0.0.1:9' })).message).toMatch(/does not answer; start it/)
  })

  test('error: times that the market does not have, or that the chain is past', async () => {
    const never = { from: from + 86_400n, to: from + 86_460n }
    expect((await fail(never)).message).toMatch(
      /choose one within 2022-05-12 07:10 to 2022-05-12 07:12/,
    )
    const open = { tick: 200_311n, liquidity: 10n ** 18n, observationCardinality: 1 }
    await openPool(chain.client, chain.venue, open)
    const old = createBlock({ at: from - 86_400n })
    const past = { recording: { blocks: [old], pool: [] } }
    expect((await fail(past)).message).toMatch(
      /last block is of 2022-05-12 07:0\d UTC, the first recorded one is of 2022-05-11 07:10; .* later --from/,
    )
  })

  test('error: a pool that does not end where the record says stops the replay', async () => {
    // Nobody has such a position: what the replay sends is reverted.
    const pool = { ...chain.venue, positionId: 99n }
    const first = { blocks: recording.blocks.slice(0, 1), pool: recording.pool.slice(0, 1) }
    const id = await chain.client.snapshot()
    const error = await replay({ pool, recording: first }).catch((reason) => reason)
    await chain.client.revert({ id })
    expect(error).toBeInstanceOf(ReplayMismatchError)
    expect(error.message).toMatch(
      /^the row of 2022-05-12 07:10 ended with a liquidity of 1000000000000000000, /,
    )
  })

  test('default: every block at its time with its base fee and gas used, every row in its first block', async () => {
    const { client, venue } = chain
    const seen: bigint[] = []
    const result = await replay({ onBlock: (_done, _total, at) => seen.push(at) })
    expect(result).toMatchObject({ blocks: 4, rows: 4, sharedRows: 0, liquidityChanges: 3 })
    // One to each row that moves the price: none of them has a volume.
    expect(result.trades).toBe(3)
    expect(seen).toEqual(recording.blocks.map(({ at }) => at))
    const made = await Promise.all(
      seen.map((_, index) => client.getBlock({ blockNumber: BigInt(result.firstBlock + index) })),
    )
    expect(made.map(({ timestamp, baseFeePerGas }) => [timestamp, baseFeePerGas])).toEqual(
      recording.blocks.map(({ at, baseFeePerGas }) => [at, baseFeePerGas]),
    )
    const limit = Number(made[0]?.gasLimit)
    const ratios = made.map(({ gasUsed }) => Number(gasUsed) / limit)
    for (const [index, ratio] of ratios.entries()) {
      // What a trade uses less than is estimated is made good in the next block, which is empty here.
      const recorded = Number(recording.blocks[index]?.gasUsedRatioPips) / 1e6
      expect(Math.abs(ratio - recorded)).toBeLessThan(0.02)
    }
    const tickAt = async (index: number) => {
      const call = { address: venue.pool, abi: slot0Abi, functionName: 'slot0' } as const
      const blockNumber = BigInt(result.firstBlock + index)
      return (await client.readContract({ ...call, blockNumber }))[1]
    }
    expect([await tickAt(0), await tickAt(1), await tickAt(2), await tickAt(3)]).toEqual([
      200_400, 200_400, 200_500, 200_500,
    ])
  })

  test('behavior: what others send between a replay and its continuation waits for the next recorded block', async () => {
    const { client } = chain
    const at = (sec: bigint) => [createBlock({ at: from + sec })]
    const part = (sec: bigint, isContinued: boolean) =>
      replay({ recording: { blocks: at(sec), pool: [] }, isContinued })
    const before = await part(200n, true)
    const [account] = await client.getAddresses()
    const hash = await client.sendUnsignedTransaction({ from: account, to: account })
    expect(await client.getBlockNumber({ cacheTime: 0 })).toBe(BigInt(before.lastBlock))
    const after = await part(201n, false)
    expect(after.firstBlock).toBe(before.lastBlock + 1)
    const { blockNumber } = await client.getTransactionReceipt({ hash })
    expect(blockNumber).toBe(BigInt(after.firstBlock))
    expect(await client.getAutomine()).toBe(true)
  })
})

const slot0Abi = [
  {
    type: 'function',
    name: 'slot0',
    stateMutability: 'view',
    inputs: [],
    outputs: [
      { name: 'sqrtPriceX96', type: 'uint160' },
      { name: 'tick', type: 'int24' },
    ],
  },
] as const
