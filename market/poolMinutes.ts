// From a pool's events to its minutes.
//
// Method:   a minute's ticks are those after its trades, its liquidity that at its end. A minute without a trade has the
//           tick before it four times, and no amounts.
// Domain:   changes in the order of the chain, complete from `fromAt` to `toAt`.
// Special:  if the pool's state before is not known, its first Initialize or Swap gives it.
// Source:   Uniswap v3 white paper, section 6.2 (a Mint or a Burn counts in range only).

import { maxOf, minOf } from '../observation/integerMath.ts'
import { MINUTE_SEC } from './minute.ts'
import type { RecordedPool } from './recording.ts'

/** What an event did to the pool. */
export type PoolChange = { timestamp: bigint } & (
  | { kind: 'initialize'; tick: bigint }
  /** Amounts as the pool counts them: above 0 is paid in. */
  | { kind: 'swap'; tick: bigint; liquidity: bigint; amount0: bigint; amount1: bigint }
  | { kind: 'liquidity'; tickLower: bigint; tickUpper: bigint; liquidityDelta: bigint }
)

/** A pool as a minute needs it. */
export interface PoolSpot {
  tick: bigint
  liquidity: bigint
}

export interface PoolChanges {
  /** Whole minutes, unix seconds; the second is not included. */
  fromAt: bigint
  toAt: bigint
  changes: readonly PoolChange[]
  /** The pool before the first minute; undefined if it is not known. */
  poolBefore: PoolSpot | undefined
}

/** Every minute; undefined for those before the pool's state is known. */
export function computePoolMinutes(chain: PoolChanges): (RecordedPool | undefined)[] {
  const changes = Map.groupBy(chain.changes, toMinuteAt)
  const minutes: (RecordedPool | undefined)[] = []
  let spot = chain.poolBefore
  for (let minuteAt = chain.fromAt; minuteAt < chain.toAt; minuteAt += MINUTE_SEC) {
    const present = changes.get(minuteAt) ?? []
    spot = present.reduce(applyChange, spot)
    minutes.push(spot && computeMinute(minuteAt, present, spot))
  }
  return minutes
}

/** The minute in which something happened, unix seconds. */
export function toMinuteAt({ timestamp }: { timestamp: bigint }): bigint {
  return timestamp - (timestamp % MINUTE_SEC)
}

function computeMinute(
  minuteAt: bigint,
  changes: readonly PoolChange[],
  spot: PoolSpot,
): RecordedPool {
  const trades = changes.filter((change) => change.kind === 'swap')
  const ticks = trades.length === 0 ? [spot.tick] : trades.map(({ tick }) => tick)
  return {
    at: minuteAt + MINUTE_SEC,
    openTick: ticks[0] as bigint,
    highestTick: ticks.reduce(maxOf),
    lowestTick: ticks.reduce(minOf),
    closeTick: ticks.at(-1) as bigint,
    liquidity: spot.liquidity,
    inAmount0: sumPaidIn(trades.map(({ amount0 }) => amount0)),
    inAmount1: sumPaidIn(trades.map(({ amount1 }) => amount1)),
  }
}

function sumPaidIn(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => (amount > 0n ? total + amount : total), 0n)
}

function applyChange(spot: PoolSpot | undefined, change: PoolChange): PoolSpot | undefined {
  switch (change.kind) {
    case 'initialize':
      return { tick: change.tick, liquidity: 0n }
    case 'swap':
      return { tick: change.tick, liquidity: change.liquidity }
    case 'liquidity': {
      const isInRange =
        spot !== undefined && change.tickLower <= spot.tick && spot.tick < change.tickUpper
      return isInRange ? { ...spot, liquidity: spot.liquidity + change.liquidityDelta } : spot
    }
  }
}
