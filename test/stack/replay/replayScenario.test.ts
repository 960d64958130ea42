import { fileURLToPath } from 'node:url'
import type { Address } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readScenario } from '../../../market/scenarioTable.ts'
import { POOL_FEE_PIPS } from '../../../stack/local/deployVenue.ts'
import { openPool, POSITION_ID } from '../../../stack/local/openPool.ts'
import { ReplayError, ReplayMismatchError } from '../../../stack/replay/errors.ts'
import { type ReplayOptions, replayScenario } from '../../../stack/replay/replayScenario.ts'
import { type PoolChain, startPoolChain } from '../../market/support/startPoolChain.ts'
import { startProxy } from '../../support/startProxy.ts'

const scenario = readScenario(
  fileURLToPath(new URL('../../../market/polygon-2023-08-17.csv', import.meta.url)),
)
const from = 1_692_307_800n
const to = from + 60n
let chain: PoolChain

beforeAll(async () => {
  chain = await startPoolChain(from - 600n)
})

afterAll(() => chain?.stop())

function replay(more: Partial<ReplayOptions> = {}, pool: Address = chain.venue.pool) {
  return replayScenario({
    url: chain.url,
    pool: { ...chain.venue, pool, feePips: BigInt(POOL_FEE_PIPS), positionId: POSITION_ID },
    scenario,
    from,
    to,
    speed: Number.POSITIVE_INFINITY,
    ...more,
  })
}

async function fail(...args: Parameters<typeof replay>): Promise<Error> {
  const error = await replay(...args).catch((reason) => reason)
  expect(error).toBeInstanceOf(ReplayError)
  return error
}

describe('replayScenario', () => {
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

  test('error: times that the scenario does not have, or that the chain is past', async () => {
    await openPool(chain.client, chain.venue, {
      tick: 201_000n,
      liquidity: 10n ** 18n,
      observationCardinality: 1,
    })
    const never = { from: from + 86_400n, to: from + 86_460n }
    expect((await fail(never)).message).toMatch(
      /choose one within 2023-08-17 00:00 to 2023-08-18 00:00/,
    )
    const past = { from: from - 3_600n, to: from - 3_540n }
    expect((await fail(past)).message).toMatch(
      /last block is of 2023-08-17 21:2\d UTC, the first minute is 2023-08-17 20:30; .* later --from/,
    )
  })

  test('error: a pool that does not end where the record says stops the replay', async () => {
    // Nobody has such a position: what the replay sends is reverted.
    const pool = { ...chain.venue, feePips: BigInt(POOL_FEE_PIPS), positionId: 99n }
    const error = await replay({ pool }).catch((reason) => reason)
    expect(error).toBeInstanceOf(ReplayMismatchError)
    expect(error.message).toMatch(
      /^the minute 2023-08-17 21:30 ended with a liquidity of 1000000000000000000, /,
    )
  })
})
