// From a chain's headers and one pool's events to minutes.
//
// Method:   a minute's base fee is the mean of its headers, to the nearest wei, half up; without a block
//           it is carried. Its ticks are those after its trades, its liquidity that at its end. A minute
//           without a trade has the tick before it four times, and no amounts.
// Domain:   blocks and changes in the order of the chain, complete from `fromAt` to `toAt`.
// Special:  if the pool's state before is not known, its first Initialize or Swap gives it.
// Source:   Uniswap v3 white paper, section 6.2 (a Mint or a Burn counts in range only).

import { maxOf, minOf } from '../../observation/integerMath.ts'
import { RecordError } from '../errors.ts'
import { formatMinute } from '../formatMinute.ts'
import { MAX_BASE_FEE_PER_GAS, MINUTE_SEC, type Minute } from '../minute.ts'

/** The measured part of a block's header. */
export interface BlockFee {
  /** Unix seconds. */
  timestamp: bigint
  /** Wei per unit of gas. */
  baseFeePerGas: bigint
}

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

export interface RecordedChain {
  /** Whole minutes, unix seconds; the second is not included. */
  fromAt: bigint
  toAt: bigint
  blocks: readonly BlockFee[]
  changes: readonly PoolChange[]
  /** The base fee of the block before the first minute. */
  feeBefore: bigint
  /** The pool before the first minute; undefined if it is not known. */
  poolBefore: PoolSpot | undefined
}

/** @throws RecordError if a minute's base fee is out of range, or the pool's state is not known in time. */
export function computeMinutes(chain: RecordedChain): Minute[] {
  const blocks = Map.groupBy(chain.blocks, toMinuteAt)
  const changes = Map.groupBy(chain.changes, toMinuteAt)
  const minutes: Minute[] = []
  let baseFeePerGas = chain.feeBefore
  let spot = chain.poolBefore
  for (let minuteAt = chain.fromAt; minuteAt < chain.toAt; minuteAt += MINUTE_SEC) {
    const present = changes.get(minuteAt) ?? []
    spot = present.reduce(applyChange, spot)
    if (spot === undefined) throw createUnknownError(chain, minuteAt)
    baseFeePerGas = computeMeanFee(blocks.get(minuteAt)) ?? baseFeePerGas
    checkFee(minuteAt, baseFeePerGas)
    const trades = present.filter((change) => change.kind === 'swap')
    const ticks = trades.length === 0 ? [spot.tick] : trades.map(({ tick }) => tick)
    const amounts0 = trades.map(({ amount0 }) => amount0)
    const amounts1 = trades.map(({ amount1 }) => amount1)
    minutes.push({
      minuteAt,
      baseFeePerGas,
      closeTick: ticks.at(-1) as bigint,
      lowestTick: ticks.reduce(minOf),
      highestTick: ticks.reduce(maxOf),
      openTick: ticks[0] as bigint,
      liquidity: spot.liquidity,
      inAmount0: sum(amounts0.filter((amount) => amount > 0n)),
      inAmount1: sum(amounts1.filter((amount) => amount > 0n)),
      netAmount0: sum(amounts0),
      netAmount1: sum(amounts1),
    })
  }
  return minutes
}

function toMinuteAt({ timestamp }: { timestamp: bigint }): bigint {
  return timestamp - (timestamp % MINUTE_SEC)
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n)
}

function computeMeanFee(blocks: readonly BlockFee[] | undefined): bigint | undefined {
  if (blocks === undefined) return undefined
  const count = BigInt(blocks.length)
  return (2n * sum(blocks.map((block) => block.baseFeePerGas)) + count) / (2n * count)
}

function checkFee(minuteAt: bigint, baseFeePerGas: bigint): void {
  if (baseFeePerGas >= 1n && baseFeePerGas <= MAX_BASE_FEE_PER_GAS) return
  throw new RecordError(
    `the minute ${formatMinute(minuteAt)} has a base fee of ${baseFeePerGas} wei, a scenario needs 1 to ` +
      `${MAX_BASE_FEE_PER_GAS}; record a chain and a time with the base fee of EIP-1559`,
  )
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

function createUnknownError({ changes }: RecordedChain, minuteAt: bigint): RecordError {
  const first = changes.find(({ kind }) => kind !== 'liquidity')
  const begin = first && formatMinute(toMinuteAt(first))
  const time = formatMinute(minuteAt)
  const when = begin === undefined ? 'and nobody trades in the recorded time' : `up to ${begin}`
  const instead = begin === undefined ? 'another time' : `a time from ${begin} on`
  return new RecordError(
    `the pool's state in the minute ${time} is not known, ${when}: it had no price yet, or the node keeps ` +
      `no states of that time; begin the record, with its warm-up, at ${instead}, or give an archive node`,
  )
}
