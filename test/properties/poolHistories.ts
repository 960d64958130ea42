import type { Random } from '../generators/random.ts'

/** From `timeAt` on the pool stands at this tick with so much liquidity; room for so many entries is paid for then. */
interface PoolStep {
  timeAt: bigint
  tick: bigint
  liquidity: bigint
  cardinalityNext: bigint
}

/** A pool's life up to some moment, and how it is measured; see test/contracts/support/evidence/HistoryReplay.sol. */
export interface PoolHistory {
  start: {
    timeAt: bigint
    tick: bigint
    liquidity: bigint
    cardinality: bigint
    tickSum: bigint
    secondsPerLiquidityX128: bigint
  }
  steps: PoolStep[]
  endAt: bigint
  isLean: boolean
  isQuoteToken0: boolean
  quoteDecimals: number
}

const MAX_TICK = 887_272n
const LONGEST_SEC = 6_000n

/** A random life of a pool until `nowAt`: any price, any liquidity, busy or quiet, its ring large or small. */
export function anyHistory(random: Random, nowAt: bigint): PoolHistory {
  const anyState = createStates(random)
  const startAt = skipZero(nowAt - (random.chance(0.2) ? random.between(0n, LONGEST_SEC) : 1_920n))
  const start = {
    timeAt: startAt,
    ...anyState(),
    cardinality: BigInt(random.chance(0.7) ? 70 : 1 + random.below(40)),
    // Sums come round: a pool that is old stands anywhere.
    tickSum: random.between(-(1n << 55n), (1n << 55n) - 1n),
    secondsPerLiquidityX128: random.chance(0.3)
      ? (1n << 160n) - 1n - random.between(0n, 1n << 100n)
      : 0n,
  }
  const steps: PoolStep[] = []
  let timeAt = startAt
  // Times at a segment's end, in the same second as the step before, or anywhere.
  const pauses = random.pick([
    [0n, 1n, 5n, 40n],
    [12n, 12n, 24n, 60n],
    [119n, 120n, 121n, 0n, 400n],
  ])
  for (;;) {
    timeAt = skipZero(timeAt + random.pick(pauses))
    if (timeAt > nowAt || steps.length === 60) break
    const cardinalityNext = BigInt(random.chance(0.03) ? 1 + random.below(90) : 0)
    steps.push({ timeAt, ...anyState(), cardinalityNext })
  }
  return {
    start,
    steps,
    endAt: nowAt - BigInt(random.below(120)),
    isLean: random.chance(0.3),
    isQuoteToken0: random.chance(0.5),
    quoteDecimals: random.pick([0, 6, 8, 18]),
  }
}

/** A pool's time 0 stands for an entry that was not written (PoolMemory): the one second of 2106 that hints cannot name. */
function skipZero(timeAt: bigint): bigint {
  return timeAt % 2n ** 32n === 0n ? timeAt + 1n : timeAt
}

/** Ticks around one that is the history's own, liquidity about one size, and now and then something wild. */
function createStates(random: Random): () => { tick: bigint; liquidity: bigint } {
  const middle = random.chance(0.5)
    ? random.between(-210_000n, 210_000n)
    : random.between(-MAX_TICK, MAX_TICK)
  const spread = random.pick([1n, 30n, 3_000n])
  const size = 10n ** BigInt(random.pick([0, 6, 12, 18, 18, 21, 26, 38]))
  let tick = middle
  return () => {
    if (random.chance(0.8)) tick = clampTick(middle + random.between(-spread, spread))
    if (random.chance(0.01)) tick = random.pick([-MAX_TICK, 0n, MAX_TICK])
    const liquidity = random.between(size, 3n * size)
    return { tick, liquidity: random.chance(0.01) ? 0n : liquidity }
  }
}

function clampTick(tick: bigint): bigint {
  if (tick < -MAX_TICK) return -MAX_TICK
  return tick > MAX_TICK ? MAX_TICK : tick
}
