import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  computeHeaderSegments,
  computePoolSegments,
  computeSqrtPriceX96,
  decodePoolLogs,
  depthLevelsBps,
  type Header,
  PoolAccumulator,
  type PoolEvent,
} from '../../observation/index.ts'
import { floorDiv } from '../../observation/integerMath.ts'
import { Random, testSeed } from '../generators/random.ts'
import { createRealPool, POOL_FEE_PIPS, type RealPool } from './support/realPool.ts'

const patience = 600_000
const STEPS = 70
const START_TICK = 201_800
const TICK_SPACING = 10
// Not a divisor of anything: segments begin where no block does.
const OFFSET_SEC = 47n

let real: RealPool
let headers: Header[]
let events: PoolEvent[]

/** Some hours of a pool: liquidity minted and burned around the price, swaps, several in a block, and silence. */
beforeAll(async () => {
  real = await createRealPool()
  const random = new Random(testSeed())
  await real.initialize(computeSqrtPriceX96(BigInt(START_TICK)))
  await real.growMemory(200)
  const positions: { lower: number; upper: number; liquidity: bigint }[] = []
  const align = (tick: number) => Math.floor(tick / TICK_SPACING) * TICK_SPACING
  for (let step = 0; step < STEPS; step += 1) {
    // Often within the same block time, sometimes for longer than a segment.
    const seconds = random.pick([0, 0, 1, 7, 12, 12, 60, 120, 130, 400])
    await real.pass(seconds)
    const tick = Number((await real.readState()).tick)
    const old = random.pick([...positions, undefined])
    if (random.chance(0.45) || positions.length < 3) {
      const lower = align(tick - random.below(300) + 60)
      const upper = lower + TICK_SPACING * (1 + random.below(30))
      const liquidity = random.between(10n ** 15n, 10n ** 18n)
      await real.mint(lower, upper, liquidity)
      positions.push({ lower, upper, liquidity })
    } else if (old !== undefined && random.chance(0.4)) {
      const part = random.pick([0n, old.liquidity / 3n, old.liquidity])
      await real.burn(old.lower, old.upper, part)
      old.liquidity -= part
      if (old.liquidity === 0n) positions.splice(positions.indexOf(old), 1)
    } else {
      const towards = START_TICK + random.below(300) - 150
      await real.moveTo(computeSqrtPriceX96(BigInt(towards)) + BigInt(random.below(1_000_000)))
    }
  }
  await real.mine(120)
  const chain = await real.readChain()
  headers = chain.headers
  events = decodePoolLogs(chain.logs, headers, real.pool)
}, patience)

afterAll(() => real?.close())

describe('against a real Uniswap v3 pool', () => {
  test("default: segments equal the pool's own accumulators at the same times", async () => {
    const untilAt = (headers.at(-1) as Header).timestamp
    const segments = computePoolSegments(events, untilAt, OFFSET_SEC)
    expect(segments.length).toBeGreaterThan(20)
    const times = segments.map(({ endAt }) => endAt)
    const all = [(times[0] as bigint) - 120n, ...times]
    const { ticks, secondsPerLiquidityX128 } = await real.observe(all)
    for (const [index, { endAt, meanTick, harmonicMeanLiquidity }] of segments.entries()) {
      const difference = (sums: readonly bigint[]) =>
        (sums[index + 1] as bigint) - (sums[index] as bigint)
      expect(meanTick).toBe(floorDiv(difference(ticks), 120n))

      // Ours loses less than 1 at each of its stops: the segment's events and its end. The pool loses less
      // than 1 at each event, and less than 2 where it interpolates, at either end of the segment.
      const count = events.filter(({ timestamp }) => timestamp > endAt - 120n && timestamp <= endAt)
      const bound = BigInt(count.length) + 3n
      const own = difference(secondsPerLiquidityX128)
      const [least, most] = [own + bound, own - bound].map((sum) => (120n << 128n) / sum)
      expect(harmonicMeanLiquidity).toBeGreaterThanOrEqual(least as bigint)
      expect(harmonicMeanLiquidity).toBeLessThanOrEqual(most as bigint)
    }
    // There was liquidity for most of the time: the bound is then far below a part in 1e15.
    const deep = segments.filter(({ harmonicMeanLiquidity }) => harmonicMeanLiquidity > 10n ** 15n)
    expect(deep.length * 2).toBeGreaterThan(segments.length)
  })

  test('default: depth levels equal what swaps to the same prices move, without the fee', async () => {
    const last = (headers.at(-1) as Header).timestamp
    const accumulator = new PoolAccumulator(OFFSET_SEC)
    for (const event of events) accumulator.apply(event)
    accumulator.closeUntil(last + 240n)
    const levels = accumulator.segments.at(-1)?.depthLevels
    expect(levels?.map(({ bps }) => bps)).toEqual([...depthLevelsBps])

    const { sqrtPriceX96: spot } = await real.readState()
    // floor(sqrt(1 +- bps / 1e4) * 2^96), computed elsewhere.
    const factors = [
      [79_327_135_897_655_774_786_014_198_609n, 79_129_065_336_627_185_905_762_551_717n],
      [79_425_985_949_584_624_389_260_073_348n, 79_029_843_899_059_723_247_256_258_061n],
      [79_623_317_895_830_914_510_639_640_423n, 78_831_026_366_734_652_303_669_917_531n],
      [80_016_521_857_016_594_389_520_272_648n, 78_431_879_364_700_595_886_224_713_518n],
    ] as const
    // A move stops at most at every tick that has liquidity, at two borders of the tick map's words, and at its end.
    const stops = BigInt(2 * events.filter(({ kind }) => kind === 'liquidity').length + 3)
    const withoutFee = (amount: bigint) => (amount * BigInt(1_000_000 - POOL_FEE_PIPS)) / 1_000_000n
    const expectBelow = (got: bigint, most: bigint, by: bigint) => {
      expect(got).toBeLessThanOrEqual(most)
      expect(got).toBeGreaterThan(most - by)
    }
    for (const [index, [upX96, downX96]] of factors.entries()) {
      const { up, down } = (levels as NonNullable<typeof levels>)[index] as NonNullable<
        typeof levels
      >[number]
      const rise = await real.quoteMoveTo((spot * upX96) >> 96n)
      const fall = await real.quoteMoveTo((spot * downX96) >> 96n)
      // What comes out is rounded down at every stop, what goes in is rounded up, and its fee as well.
      expectBelow(-rise.amount0, up.amount0, stops)
      expectBelow(up.amount1, withoutFee(rise.amount1), 2n * stops)
      expectBelow(-fall.amount1, down.amount1, stops)
      expectBelow(down.amount0, withoutFee(fall.amount0), 2n * stops)
      expect(up.amount1).toBeGreaterThan(1_000_000n * stops)
      expect(down.amount0).toBeGreaterThan(1_000n * stops)
    }
  })

  test("behavior: the state at the end is the pool's, tick and liquidity", async () => {
    const { tick, liquidity } = await real.readState()
    const accumulator = new PoolAccumulator(OFFSET_SEC)
    for (const event of events) accumulator.apply(event)
    const last = (headers.at(-1) as Header).timestamp
    accumulator.closeUntil(last + 240n)
    const segment = accumulator.segments.at(-1)
    expect(segment?.meanTick).toBe(tick)
    // 2^128 in seconds per liquidity is rounded down: the liquidity comes back, or one above it.
    const off = (segment?.harmonicMeanLiquidity as bigint) - liquidity
    expect([0n, 1n]).toContain(off)
  })

  test("behavior: the chain's own headers give segments", () => {
    const segments = computeHeaderSegments(headers.slice(-20), OFFSET_SEC)
    expect(segments.length).toBeGreaterThan(1)
    for (const { gasUsedRatioPips } of segments) expect(gasUsedRatioPips).toBeGreaterThan(0n)
  })
})

describe('computeSqrtPriceX96', () => {
  test(
    'default: the least root at which a real pool has the tick',
    async () => {
      const pool = await createRealPool()
      try {
        const bits = Array.from({ length: 20 }, (_, bit) => 2 ** bit).filter((t) => t <= 887_272)
        const random = new Random(testSeed())
        const others = Array.from({ length: 10 }, () => random.below(887_272))
        const ticks = [0, 887_271, 524_287, ...bits, ...others].flatMap((tick) => [tick, -tick])
        const readTickAt = async (sqrtPriceX96: bigint) => {
          // As if it had never been initialised.
          await pool.testClient.setStorageAt({
            address: pool.pool,
            index: 0,
            value: `0x${'0'.repeat(64)}`,
          })
          await pool.initialize(sqrtPriceX96)
          return (await pool.readState()).tick
        }
        for (const tick of ticks.map(BigInt)) {
          const root = computeSqrtPriceX96(tick)
          expect(await readTickAt(root)).toBe(tick)
          expect(await readTickAt(root - 1n)).toBe(tick - 1n)
        }
        expect(await readTickAt(computeSqrtPriceX96(-887_272n))).toBe(-887_272n)
        // The pool's own limit, which no price reaches.
        expect(await readTickAt(computeSqrtPriceX96(887_272n) - 1n)).toBe(887_271n)
        await expect(readTickAt(computeSqrtPriceX96(887_272n))).rejects.toThrow('R')
      } finally {
        await pool.close()
      }
    },
    patience,
  )
})
