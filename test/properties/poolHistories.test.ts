import { decodeErrorResult, type Hex, parseAbi } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { computeSqrtPriceX96, PoolAccumulator } from '../../observation/index.ts'
import { floorDiv, maxOf, median, minOf } from '../../observation/integerMath.ts'
import { computeDepthUsd6, computeNativePriceUsd6 } from '../../observation/valuation.ts'
import { Random, scaled, scaledTimeout, testSeed } from '../generators/random.ts'
import { anyHistory, type PoolHistory } from './poolHistories.ts'
import { Breaches, show } from './report.ts'
import { createHistoryEngine, type HistoryEngine, type Replayed } from './support/historyEngine.ts'

const HISTORIES = scaled(10_000)
const BATCH = 50
const NOW_AT = 2_000_000_000n
const YEAR_2106_AT = 2n ** 32n
const seed = testSeed()

const agesSec = [1_800n, 1_200n, 600n, 360n, 240n, 120n, 0n]
const leanAgesSec = [1_800n, 360n, 240n, 120n, 0n]

const errors = parseAbi([
  'error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max)',
  'error TickOutOfRange(int256 tick)',
])

const MAX_DEPTH_USD6 = 10n ** 19n
const MAX_PRICE_USD6 = 10n ** 11n

/** Rise of a pool's two sums between two times. */
interface Rise {
  seconds: bigint
  tick: bigint
  secondsPerLiquidityX128: bigint
}

/** A figure, or why there is none. */
type Outcome = bigint | string

/** What the contract read of each window, oldest first. */
function listRises({ isLean }: PoolHistory, { tick, secondsPerLiquidityX128 }: Replayed): Rise[] {
  const ages = isLean ? leanAgesSec : agesSec
  return ages.slice(1).map((age, index) => {
    const rise = (sums: readonly bigint[]) => (sums[index + 1] as bigint) - (sums[index] as bigint)
    return {
      seconds: (ages[index] as bigint) - age,
      tick: BigInt.asIntN(56, rise(tick)),
      secondsPerLiquidityX128: BigInt.asUintN(160, rise(secondsPerLiquidityX128)),
    }
  })
}

const meanTickOf = ({ tick, seconds }: Rise) => floorDiv(tick, seconds)
const liquidityOf = (rise: Rise) => (rise.seconds << 128n) / rise.secondsPerLiquidityX128

/** The same from the steps themselves, piece by piece; each piece is rounded down. */
function integrate({ start, steps }: PoolHistory, from: bigint, to: bigint) {
  const rise: Rise = { seconds: to - from, tick: 0n, secondsPerLiquidityX128: 0n }
  let pieces = 0n
  for (const [index, state] of [start, ...steps].entries()) {
    const until = minOf(to, steps[index]?.timeAt ?? to)
    const seconds = until - maxOf(from, state.timeAt)
    if (seconds <= 0n) continue
    rise.tick += state.tick * seconds
    rise.secondsPerLiquidityX128 += (seconds << 128n) / maxOf(state.liquidity, 1n)
    pieces += 1n
  }
  return { rise, pieces }
}

/** The last three segments as the index has them. */
function computeIndexSegments({ start, steps, endAt }: PoolHistory) {
  const accumulator = new PoolAccumulator(endAt % 120n)
  for (const { timeAt, tick, liquidity } of [start, ...steps]) {
    if (timeAt > endAt) break
    accumulator.apply({ kind: 'swap', timestamp: timeAt, sqrtPriceX96: 0n, tick, liquidity })
  }
  accumulator.closeUntil(endAt)
  return accumulator.segments.slice(-3)
}

/** Splits what the contract read into the three last segments and the slow windows. */
function splitWindows({ isLean }: PoolHistory, rises: readonly Rise[]) {
  const [whole] = [rises.reduce(addRises)]
  const slow = isLean ? [whole] : [...rises.slice(0, 2), rises.slice(2).reduce(addRises)]
  return { fast: rises.slice(-3), slow }
}

function addRises(a: Rise, b: Rise): Rise {
  return {
    seconds: a.seconds + b.seconds,
    tick: a.tick + b.tick,
    secondsPerLiquidityX128: a.secondsPerLiquidityX128 + b.secondsPerLiquidityX128,
  }
}

function computeDepth(history: PoolHistory, rises: readonly Rise[]): bigint {
  const depths = rises.map((rise) => {
    return computeDepthUsd6(liquidityOf(rise), computeSqrtPriceX96(meanTickOf(rise)), history)
  })
  return median(depths)
}

/** The other token is the native coin. */
function computePrice(history: PoolHistory, fast: readonly Rise[], slow: readonly Rise[]): Outcome {
  const ticks = [fast, slow].map((rises) => median(rises.map(meanTickOf))) as [bigint, bigint]
  const tick = history.isQuoteToken0 ? minOf(...ticks) : maxOf(...ticks)
  const rootX96 = computeSqrtPriceX96(tick)
  if (rootX96 >= 1n << 128n) return `TickOutOfRange ${tick}`
  const price = computeNativePriceUsd6(rootX96, {
    isNativeToken0: !history.isQuoteToken0,
    nativeQuoteDecimals: history.quoteDecimals,
  })
  return price > MAX_PRICE_USD6 ? `OutOfDomain ${price}` : price
}

function toOutcome(figure: bigint, refusal: Hex): Outcome {
  if (refusal === '0x') return figure
  const { errorName, args } = decodeErrorResult({ abi: errors, data: refusal })
  return `${errorName} ${errorName === 'OutOfDomain' ? args[1] : args[0]}`
}

/** What differs, and whether the index has the same fast depth, bit for bit. */
function compare(history: PoolHistory, replayed: Replayed) {
  const rises = listRises(history, replayed)
  const { fast, slow } = splitWindows(history, rises)
  const found: string[] = []
  const expectSame = (what: string, got: unknown, right: unknown) => {
    if (got !== right) found.push(`${what} is ${got}, not ${right}`)
  }

  const ages = history.isLean ? leanAgesSec : agesSec
  for (const [index, rise] of rises.entries()) {
    const [from, to] = [ages[index], ages[index + 1]].map((age) => history.endAt - (age as bigint))
    const own = integrate(history, from as bigint, to as bigint)
    expectSame(`window ${index}: ticks`, rise.tick, own.rise.tick)
    // The pool loses less than 1 at each entry, and less than 2 where it interpolates, at either end.
    const off = rise.secondsPerLiquidityX128 - own.rise.secondsPerLiquidityX128
    expectSame(`window ${index}: close`, off * off <= (own.pieces + 4n) ** 2n, true)
  }

  const segments = computeIndexSegments(history)
  for (const [index, { meanTick }] of segments.entries()) {
    expectSame(`segment ${index}: mean tick`, meanTickOf(fast[index] as Rise), meanTick)
  }
  const fastDepth = computeDepth(history, fast)
  const slowDepth = computeDepth(history, slow)
  const tooDeep = [slowDepth, fastDepth].find((depth, index) => {
    return depth > MAX_DEPTH_USD6 && (index === 0 || depth < slowDepth)
  })
  const depth = tooDeep === undefined ? minOf(fastDepth, slowDepth) : `OutOfDomain ${tooDeep}`
  expectSame('depth', toOutcome(replayed.depthUsd6, replayed.depthRefusal), depth)
  if (tooDeep === undefined) expectSame('slow depth', replayed.slowDepthUsd6, slowDepth)
  const price = toOutcome(replayed.priceUsd6, replayed.priceRefusal)
  expectSame('price', price, computePrice(history, fast, slow))

  const indexDepth = median(
    segments.map(({ harmonicMeanLiquidity, meanTick }) => {
      return computeDepthUsd6(harmonicMeanLiquidity, computeSqrtPriceX96(meanTick), history)
    }),
  )
  return { found, isBitForBit: indexDepth === fastDepth, isRefused: typeof depth === 'string' }
}

describe('random histories of a pool', () => {
  let engine: HistoryEngine

  beforeAll(async () => {
    engine = await createHistoryEngine()
  }, 600_000)

  afterAll(() => engine?.close())

  test(
    'P-170 what is read by hints is what the pool observes and what the index computes',
    async () => {
      const random = new Random(seed + 170)
      const breaches = new Breaches()
      const counts = { covered: 0, bitForBit: 0, refused: 0 }
      const compareBatch = async (nowAt: bigint) => {
        const histories = Array.from({ length: BATCH }, () => anyHistory(random, nowAt))
        for (const [index, replayed] of (await engine.replay(histories)).entries()) {
          const history = histories[index] as PoolHistory
          if (!replayed.isCovered) continue
          const { found, isBitForBit, isRefused } = compare(history, replayed)
          if (found.length > 0) breaches.add(`${found.join('; ')}: ${show(history)}`)
          counts.covered += 1
          counts.bitForBit += Number(isBitForBit)
          counts.refused += Number(isRefused)
        }
      }
      const batches = Math.ceil(HISTORIES / BATCH)
      await engine.setNow(NOW_AT)
      // The pool counts seconds modulo 2^32: a tenth of the histories lie across that.
      for (let batch = 0; batch < batches; batch += 1) {
        const isLate = batch >= batches * 0.9
        if (isLate && batch - 1 < batches * 0.9) await engine.setNow(YEAR_2106_AT + 777n)
        await compareBatch(isLate ? YEAR_2106_AT + 777n : NOW_AT)
      }
      breaches.assertNone(seed)
      expect(counts.covered).toBeGreaterThan(HISTORIES / 2)
      expect(counts.refused).toBeGreaterThan(HISTORIES / 100)
    },
    scaledTimeout,
  )
})
