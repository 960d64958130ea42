// What readers of a market got at each moment, from its events: the same rules as the contract's, in the order of the chain.
// Expiry makes no event; it is counted from the evidence.

import { zeroAddress } from 'viem'
import { isEpochTaken } from '../../../client/computeOutlook.ts'
import { type MarketState, readValues, type ValuesReading } from '../../../client/readValues.ts'
import { type Parameters, parameterFields } from '../../../core/fields.ts'
import type { Freshness } from '../../../governance/fields.ts'
import type { MarketHistory } from './history.ts'
import type { Push } from './pushes.ts'

/** From a time on, Unix seconds, readers got these values. */
export interface InForceStep {
  at: bigint
  values: Parameters
  status: ValuesReading['status']
}

/** How a market stood just before a push. */
export interface PushContext {
  isAwaitingEvidence: boolean
  /** The market had taken evidence of this epoch. */
  isSameEpoch: boolean
  /** Age of the evidence that counted before, at the time of the push, seconds. */
  valueAgeSec: bigint
  maxAgeSec: bigint
  epochSec: bigint
}

export interface Replay {
  /** From the beginning of the history on, ascending. */
  steps: readonly InForceStep[]
  /** By the push's id. */
  contexts: ReadonlyMap<string, PushContext>
}

interface Happening {
  id: string
  at: bigint
  apply: (market: Market) => void
}

/** A market while its events are gone through. */
interface Market {
  state: MarketState
  fallbackVector: Parameters
  freshness: Freshness
  epochSec: bigint
}

const zeros = Object.fromEntries(
  parameterFields.map((field) => [field, 0n]),
) as unknown as Parameters

/** Goes through the events of a history once. */
export function replayMarket(history: MarketHistory): Replay {
  const { fromAt, block } = history
  const market: Market = {
    state: {
      values: zeros,
      observedAt: 0n,
      config: zeroAddress,
      isHalted: false,
      isOnFallback: false,
      isAwaitingEvidence: true,
      loosening: { used: zeros, lastAt: 0n },
    },
    fallbackVector: zeros,
    freshness: { maxAgeSec: 0n, reportAgeSec: 0n, reportAgeBlocks: 0n },
    epochSec: 1n,
  }
  const contexts = new Map<string, PushContext>()
  const steps: InForceStep[] = []
  const note = (at: bigint) => {
    const { values, status } = readValues(market.state, market, at)
    const step = { at: at > fromAt ? at : fromAt, values, status }
    // The last of a second counts, and of all that came before the history.
    while ((steps.at(-1)?.at ?? -1n) >= step.at) steps.pop()
    const last = steps.at(-1)
    if (last?.status === status && isSame(last.values, values)) return
    steps.push(step)
  }
  /** Between two events the evidence may have expired. */
  const expireWithin = (afterAt: bigint, beforeAt: bigint) => {
    const { observedAt } = market.state
    const expiresAt = observedAt + market.freshness.maxAgeSec + 1n
    if (observedAt > 0n && afterAt < expiresAt && expiresAt < beforeAt) note(expiresAt)
  }
  let lastAt = 0n
  for (const { at, apply } of listHappenings(history, contexts)) {
    expireWithin(lastAt, at)
    apply(market)
    note(at)
    lastAt = at
  }
  expireWithin(lastAt, block.timestamp + 1n)
  return { steps, contexts }
}

function isSame(a: Parameters, b: Parameters): boolean {
  return parameterFields.every((field) => a[field] === b[field])
}

/** All that changes what readers get, in the order of the chain. */
function listHappenings(
  { events, pushes, pushBefore }: MarketHistory,
  contexts: Map<string, PushContext>,
): Happening[] {
  const list = <Event extends { id: string; at: bigint }>(
    all: readonly Event[],
    apply: (market: Market, event: Event) => void,
  ): Happening[] =>
    all.map((event) => ({ id: event.id, at: event.at, apply: (market) => apply(market, event) }))
  const landed = [...(pushBefore === undefined ? [] : [pushBefore]), ...pushes]
  const happenings = [
    list(events.policies, (market, { epochSec }) => {
      market.epochSec = epochSec
    }),
    list(events.fallbacks, (market, { values }) => {
      market.fallbackVector = values
    }),
    list(events.freshness, ({ freshness }, { maxAgeSec }) => {
      freshness.maxAgeSec = maxAgeSec
    }),
    list(events.sources, ({ state }) => {
      state.isAwaitingEvidence = true
    }),
    list(events.moves, ({ state }, { newValues }) => {
      state.values = newValues
    }),
    list(events.switches, ({ state }, { kind }) => {
      state.isHalted = kind === 'HALTED' || (kind !== 'RESUMED' && state.isHalted)
      state.isOnFallback = kind === 'ON_FALLBACK' || (kind !== 'RESUMED' && state.isOnFallback)
      if (kind === 'RESUMED') state.isAwaitingEvidence = true
    }),
    list(
      landed.map((push) => ({ id: push.id, at: push.blockAt, push })),
      (market, { push }) => land(market, push, contexts),
    ),
  ].flat()
  return happenings.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function land(market: Market, push: Push, contexts: Map<string, PushContext>): void {
  const { state, epochSec, freshness } = market
  const { observedAt: lastAt } = state
  contexts.set(push.id, {
    isAwaitingEvidence: state.isAwaitingEvidence,
    isSameEpoch: isEpochTaken(epochSec, lastAt, push.observedAt),
    valueAgeSec: push.blockAt - lastAt,
    maxAgeSec: freshness.maxAgeSec,
    epochSec,
  })
  state.values = push.newValues
  state.observedAt = push.observedAt
  state.isAwaitingEvidence = false
}
