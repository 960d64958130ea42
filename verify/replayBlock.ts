// What the contract makes of a target, from the state before its block: no block's state shows what an earlier event of
// the same block has left, so the block's events up to the update are gone through again.

import { type MarketState, readValues, type ValuesReading } from '../client/readValues.ts'
import type { BoundsOutcome } from '../core/index.ts'
import { type Engine, findAt } from './evidence.ts'
import { isBefore, type MarketRecord, type Place, type Update } from './readUpdates.ts'

/** An update as it should have come out. */
export interface Replay {
  /** What a reader got just before it: from there it steps. */
  before: ValuesReading
  outcome: BoundsOutcome | Error | undefined
}

/** The market's state at the end of the block before an update's, and the time of the update's block, unix seconds. */
export interface Start {
  state: MarketState
  nowAt: bigint
}

/** Applies the bounds to an update, after whatever else its block did to the market before it. */
export async function replayBlock(
  engine: Pick<Engine, 'applyBoundsBatch'>,
  market: MarketRecord,
  update: Update,
  { state: start, nowAt }: Start,
): Promise<Replay> {
  const line = listBlock(market.updates, update).filter((one) => !isBefore(update, one))
  let state = start
  let from: Place = { blockNumber: update.blockNumber, logIndex: -1 }
  let replay: Replay | undefined
  for (const one of line) {
    state = applyEvents(market, state, from, one)
    replay = await replayUpdate(engine, market, one, { state, nowAt })
    if (replay.outcome === undefined || replay.outcome instanceof Error) return replay
    state = {
      ...state,
      values: one.newValues,
      observedAt: one.observedAt,
      isAwaitingEvidence: false,
      loosening: replay.outcome.loosening,
    }
    from = one
  }
  return replay as Replay
}

/** The events of the same block. */
export function listBlock<Item extends Place>(
  items: readonly Item[],
  { blockNumber }: Place,
): Item[] {
  return items.filter((item) => item.blockNumber === blockNumber)
}

async function replayUpdate(
  { applyBoundsBatch }: Pick<Engine, 'applyBoundsBatch'>,
  market: MarketRecord,
  update: Update,
  { state, nowAt }: Start,
): Promise<Replay> {
  const voted = {
    fallbackVector: findAt(market.fallbacks, update),
    freshness: findAt(market.freshness, update),
  }
  const before = readValues(state, voted, nowAt)
  const { epochSec } = findAt(market.policies, update)
  const [outcome] = await applyBoundsBatch([
    {
      current: before.values,
      target: update.target,
      bounds: findAt(market.bounds, update),
      loosening: state.loosening,
      nowAt,
      isSameEpoch:
        state.observedAt !== 0n && update.observedAt / epochSec <= state.observedAt / epochSec,
    },
  ])
  return { before, outcome }
}

/** The state after what happened between two places of a block, but for updates. */
function applyEvents(
  { moves, awaits }: MarketRecord,
  state: MarketState,
  from: Place,
  to: Place,
): MarketState {
  const isBetween = (place: Place) => isBefore(from, place) && isBefore(place, to)
  return {
    ...state,
    values: moves.findLast(isBetween)?.value.newValues ?? state.values,
    isAwaitingEvidence: state.isAwaitingEvidence || awaits.some(isBetween),
    // A push comes through only while they are down, whatever they were before the block.
    isHalted: false,
    isOnFallback: false,
  }
}
