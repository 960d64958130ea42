// A pool's two accumulators at any time of its history, from its events: what its `observe` answers.
//
// Method:   a pool writes an entry at the first change of its tick, or of its liquidity in range, of a second: both
//           accumulators with the state before. At a time between two entries they lie on the line between theirs,
//           after the newest on the line of the present state.
// Domain:   the events of one pool in the order of the chain.
// Special:  from the pool's Initialize on the sums are the pool's own. From a later Swap on they begin at 0 there:
//           differences of two times are the pool's own then, and the sums are not.
// Accuracy: the pool's bits, but that nothing wraps here; test/observation/proven/poolMemory.test.ts.
// Source:   Uniswap v3 white paper, section 5 (oracle).

import { EventOrderError } from '../errors.ts'
import { maxOf } from '../integerMath.ts'
import type { PoolEvent } from '../poolEvents.ts'
import { TimeNotRememberedError } from './errors.ts'
import type { DatedSums, PoolSums } from './windows.ts'

/** The state from an entry on. */
interface PoolState {
  tick: bigint
  liquidity: bigint
}

/**
 * What a pool remembers after some events.
 *
 * @returns its accumulators at a time, unix seconds; after the last event as if nothing happened since.
 * @throws EventOrderError if an event is earlier than the one before. What is returned throws TimeNotRememberedError
 * before the first Initialize or Swap.
 */
export function createPoolMemory(events: readonly PoolEvent[]): (at: bigint) => PoolSums {
  const entries: DatedSums[] = []
  let state: PoolState | undefined
  let latestAt = 0n
  for (const event of events) {
    if (event.timestamp < latestAt) throw new EventOrderError(event.timestamp, latestAt)
    latestAt = event.timestamp
    if (state === undefined) {
      if (event.kind === 'liquidity') continue
      entries.push({ at: event.timestamp, tickSum: 0n, secondsPerLiquidityX128: 0n })
      state = { tick: event.tick, liquidity: event.liquidity }
      continue
    }
    const next = applyEvent(state, event)
    if (next === undefined) continue
    const newest = entries.at(-1) as DatedSums
    if (newest.at < event.timestamp) entries.push(extend(newest, state, event.timestamp))
    state = next
  }
  return (at) => readEntries(entries, state, at)
}

/** The state after an event; undefined: the pool writes no entry for it. */
function applyEvent({ tick, liquidity }: PoolState, event: PoolEvent): PoolState | undefined {
  if (event.kind !== 'liquidity') {
    return event.tick === tick ? undefined : { tick: event.tick, liquidity: event.liquidity }
  }
  const { tickLower, tickUpper, liquidityDelta } = event
  if (liquidityDelta === 0n || tick < tickLower || tick >= tickUpper) return undefined
  return { tick, liquidity: liquidity + liquidityDelta }
}

function extend(entry: DatedSums, { tick, liquidity }: PoolState, at: bigint): DatedSums {
  const elapsedSec = at - entry.at
  return {
    at,
    tickSum: entry.tickSum + tick * elapsedSec,
    secondsPerLiquidityX128:
      entry.secondsPerLiquidityX128 + (elapsedSec << 128n) / maxOf(liquidity, 1n),
  }
}

function readEntries(
  entries: readonly DatedSums[],
  state: PoolState | undefined,
  at: bigint,
): PoolSums {
  const index = findLast(entries, at)
  const [entry, next] = [entries[index], entries[index + 1]]
  if (entry === undefined || state === undefined) {
    throw new TimeNotRememberedError(at, entries[0]?.at)
  }
  if (next === undefined) return extend(entry, state, at)
  const [elapsedSec, spanSec] = [at - entry.at, next.at - entry.at]
  // The tick is the same all the time between two entries: the division leaves no rest.
  const tickRise = ((next.tickSum - entry.tickSum) / spanSec) * elapsedSec
  const rise = next.secondsPerLiquidityX128 - entry.secondsPerLiquidityX128
  return {
    tickSum: entry.tickSum + tickRise,
    secondsPerLiquidityX128: entry.secondsPerLiquidityX128 + (rise * elapsedSec) / spanSec,
  }
}

/** The place of the last entry at or before a time, by bisection; -1: there is none. */
function findLast(entries: readonly DatedSums[], at: bigint): number {
  let [low, high] = [-1, entries.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((entries[middle] as DatedSums).at <= at) low = middle
    else high = middle - 1
  }
  return low
}
