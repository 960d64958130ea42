import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  computePoolSegments,
  computeSqrtPriceX96,
  decodePoolLogs,
  EventOrderError,
  type Header,
  type PoolEvent,
} from '../../../observation/index.ts'
import { TimeNotRememberedError } from '../../../observation/proven/errors.ts'
import { createPoolMemory } from '../../../observation/proven/index.ts'
import { computeMeanTick, computeWindowDepthUsd6 } from '../../../observation/proven/windows.ts'
import { computeDepthUsd6 } from '../../../observation/valuation.ts'
import { Random, testSeed } from '../../generators/random.ts'
import { createSource } from '../support/createSource.ts'
import { createRealPool, type RealPool } from '../support/realPool.ts'

const START_TICK = 201_800
const TICK_SPACING = 10
const STEPS = 60
const OFFSET_SEC = 11n

let real: RealPool
let headers: Header[]
let events: PoolEvent[]

/** Half an hour and more of swaps, mints, burns and pokes, several in a block, on a ring that holds them all. */
beforeAll(async () => {
  real = await createRealPool()
  const random = new Random(testSeed())
  await real.initialize(computeSqrtPriceX96(BigInt(START_TICK)))
  await real.growMemory(200)
  const align = (tick: number) => Math.floor(tick / TICK_SPACING) * TICK_SPACING
  const wide = [align(START_TICK - 3_000), align(START_TICK + 3_000)] as const
  await real.mint(wide[0], wide[1], 10n ** 18n)
  for (let step = 0; step < STEPS; step += 1) {
    await real.pass(random.pick([0, 0, 1, 7, 12, 12, 60, 120, 130]))
    const tick = Number((await real.readState()).tick)
    const lower = align(tick - random.below(200) + 60)
    const change = random.pick(['mint', 'burn', 'poke', 'move', 'move', 'inch'])
    if (change === 'mint')
      await real.mint(lower, lower + 100, random.between(10n ** 16n, 10n ** 18n))
    else if (change === 'burn') await real.burn(...wide, 10n ** 15n)
    else if (change === 'poke') await real.burn(...wide, 0n)
    else if (change === 'move') {
      const towards = START_TICK + random.below(300) - 150
      await real.moveTo(computeSqrtPriceX96(BigInt(towards)) + BigInt(random.below(1_000_000)))
    } else {
      // Within the tick: the pool writes nothing.
      const { sqrtPriceX96 } = await real.readState()
      await real.moveTo(sqrtPriceX96 + 1_000n)
    }
  }
  await real.mine(400)
  const chain = await real.readChain()
  headers = chain.headers
  events = decodePoolLogs(chain.logs, headers, real.pool)
}, 600_000)

afterAll(() => real?.close())

describe('createPoolMemory', () => {
  test("default: the sums are the pool's own, at every second that it remembers", async () => {
    const lastAt = (headers.at(-1) as Header).timestamp
    const readSums = createPoolMemory(events)
    const firstAt = (events[0] as PoolEvent).timestamp
    const times: bigint[] = []
    for (let at = firstAt; at <= lastAt; at += 7n) times.push(at)
    times.push(lastAt)
    const { ticks, secondsPerLiquidityX128 } = await real.observe(times)
    const own = times.map(readSums)
    expect(own.map(({ tickSum }) => tickSum)).toEqual(ticks)
    expect(own.map((sums) => sums.secondsPerLiquidityX128)).toEqual(secondsPerLiquidityX128)
  })

  test('P-175 depth and mean tick of a segment are those of the index, to the bit', () => {
    const lastAt = (headers.at(-1) as Header).timestamp
    const readSums = createPoolMemory(events)
    const read = (at: bigint) => ({ at, ...readSums(at) })
    const segments = computePoolSegments(events, lastAt, OFFSET_SEC)
    expect(segments.length).toBeGreaterThan(10)
    for (const source of [
      createSource(),
      createSource({ isQuoteToken0: false, quoteDecimals: 18 }),
    ]) {
      for (const { endAt, meanTick, harmonicMeanLiquidity } of segments) {
        const [from, to] = [read(endAt - 120n), read(endAt)]
        expect(computeMeanTick(from, to)).toBe(meanTick)
        const root = computeSqrtPriceX96(meanTick)
        const depthUsd6 = computeDepthUsd6(harmonicMeanLiquidity, root, source)
        expect(computeWindowDepthUsd6(from, to, source)).toBe(depthUsd6)
      }
    }
  })

  test('behavior: from a later swap on, differences are the same', () => {
    const later = events.slice(events.findIndex(({ kind }, index) => kind === 'swap' && index > 20))
    const [whole, part] = [createPoolMemory(events), createPoolMemory(later)]
    // Up to the first entry the part knows no better than that the state was there.
    const entryAt = (
      later.find(({ timestamp }) => timestamp > (later[0] as PoolEvent).timestamp) as PoolEvent
    ).timestamp
    const lastAt = (headers.at(-1) as Header).timestamp
    const rise = (read: typeof whole) => read(lastAt).tickSum - read(entryAt).tickSum
    expect(rise(part)).toBe(rise(whole))
  })

  test('error: times before the pool, and events out of order', () => {
    const readSums = createPoolMemory(events)
    const firstAt = (events[0] as PoolEvent).timestamp
    expect(() => readSums(firstAt - 1n)).toThrow(TimeNotRememberedError)
    expect(() => createPoolMemory([])(firstAt)).toThrow('no Initialize or Swap is known')
    expect(() => createPoolMemory(events.toReversed())).toThrow(EventOrderError)
  })
})
