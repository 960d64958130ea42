import { beforeAll, describe, expect, test } from 'vitest'
import type { MarketState } from '../../client/readValues.ts'
import {
  type Core,
  loadCore,
  type Parameters,
  parameterFields,
  parameterMax,
} from '../../core/index.ts'
import type { Engine } from '../../verify/evidence.ts'
import type { MarketRecord, Place, Update } from '../../verify/readUpdates.ts'
import { replayBlock } from '../../verify/replayBlock.ts'
import { createPolicy } from '../observation/support/createPolicy.ts'

const EPOCH_AT = 1_700_000_400n
const NOW_AT = EPOCH_AT + 100n
const ADDED: Place = { blockNumber: 1n, logIndex: 0 }

let engine: Pick<Engine, 'applyBoundsBatch'>
beforeAll(async () => {
  const core: Core = await loadCore()
  engine = { applyBoundsBatch: async (cases) => core.applyBoundsBatch(cases) }
})

const fill = (value: bigint): Parameters =>
  Object.fromEntries(parameterFields.map((field) => [field, value])) as unknown as Parameters

/** A market with a step of 10 either way, a fallback of 50 and a budget of 15. */
function createRecord(change: Partial<MarketRecord> = {}): MarketRecord {
  const bounds = {
    min: fill(0n),
    max: fill(1_000n),
    stepUp: fill(10n),
    stepDown: fill(10n),
    budget: fill(15n),
    budgetWindowSec: 86_400n,
    cooldownSec: 0n,
  }
  const freshness = { maxAgeSec: 1_800n, reportAgeSec: 1_200n, reportAgeBlocks: 200n }
  return {
    sources: [],
    policies: [{ ...ADDED, value: createPolicy({ epochSec: 600n }) }],
    bounds: [{ ...ADDED, value: bounds }],
    fallbacks: [{ ...ADDED, value: fill(50n) }],
    freshness: [{ ...ADDED, value: freshness }],
    reporters: [],
    configs: [ADDED],
    awaits: [ADDED],
    moves: [],
    updates: [],
    measurements: [],
    ...change,
  }
}

/** In force since the epoch before. */
function createState(change: Partial<MarketState> = {}): MarketState {
  return {
    values: fill(200n),
    observedAt: EPOCH_AT - 600n,
    config: '0x00000000000000000000000000000000000000c0',
    isHalted: false,
    isOnFallback: false,
    isAwaitingEvidence: false,
    loosening: { used: fill(0n), lastAt: 0n },
    ...change,
  }
}

function createUpdate(logIndex: number, change: Partial<Update> = {}): Update {
  return {
    blockNumber: 9n,
    logIndex,
    observedAt: EPOCH_AT,
    target: fill(300n),
    newValues: fill(210n),
    ...change,
  } as Update
}

const replay = async (
  market: Partial<MarketRecord> = {},
  update = createUpdate(5),
  state: Partial<MarketState> = {},
) => {
  const record = createRecord({ updates: [update], ...market })
  const { before, outcome } = await replayBlock(engine, record, update, {
    state: createState(state),
    nowAt: NOW_AT,
  })
  if (outcome === undefined || outcome instanceof Error) throw new Error('no outcome')
  const { next, limits } = outcome
  return {
    status: before.status,
    from: before.values.lotPips,
    to: next.lotPips,
    limit: limits.lotPips,
  }
}

describe('replayBlock', () => {
  test('default: from the value in force, by the voted step', async () => {
    expect(await replay()).toEqual({ status: 'Active', from: 200n, to: 210n, limit: 'step' })
  })

  test('behavior: from the fallback where a reader got that', async () => {
    const fallback = { from: 50n, to: 60n, limit: 'step' }
    expect(await replay({}, undefined, { observedAt: NOW_AT - 1_801n })).toEqual({
      ...fallback,
      status: 'Stale',
    })
    expect(await replay({}, undefined, { observedAt: NOW_AT - 1_800n })).toMatchObject({
      from: 200n,
    })
    const awaiting = { ...fallback, status: 'Fallback' }
    expect(await replay({}, undefined, { isAwaitingEvidence: true })).toEqual(awaiting)
    expect(await replay({}, undefined, { observedAt: 0n })).toEqual(awaiting)
  })

  test('behavior: what the block did before it counts, what it did after it does not', async () => {
    const place = (logIndex: number): Place => ({ blockNumber: 9n, logIndex })
    const vectors = { oldValues: fill(200n), newValues: fill(150n) }
    const moves = (logIndex: number) => [{ ...place(logIndex), value: vectors }]
    expect(await replay({ moves: moves(4) })).toMatchObject({ from: 150n, to: 160n })
    expect(await replay({ moves: moves(6) })).toMatchObject({ from: 200n })
    expect(await replay({ awaits: [ADDED, place(4)] })).toMatchObject({ status: 'Fallback' })
    expect(await replay({ awaits: [ADDED, place(6)] })).toMatchObject({ status: 'Active' })
    // A market that was halted before the block: the push says that it was resumed in it.
    const halted = { isHalted: true, isOnFallback: true }
    expect(await replay({ awaits: [ADDED, place(4)] }, undefined, halted)).toMatchObject({
      status: 'Fallback',
    })
    const [{ value: bounds }] = createRecord().bounds as [MarketRecord['bounds'][number]]
    const wide = { ...place(4), value: { ...bounds, stepUp: parameterMax, budget: parameterMax } }
    const updated = await replay({ bounds: [{ ...ADDED, value: bounds }, wide] })
    expect(updated).toMatchObject({ to: 300n, limit: 'none' })
  })

  test('behavior: after another update of the block, from its value, with what it has used', async () => {
    const first = createUpdate(2)
    const second = createUpdate(5, { observedAt: EPOCH_AT + 600n })
    const both = await replay({ updates: [first, second] }, second)
    expect(both).toEqual({ status: 'Active', from: 210n, to: 215n, limit: 'budget' })
  })

  test('behavior: in an epoch that has had evidence, only a step without limit tightens', async () => {
    const state = { observedAt: EPOCH_AT + 1n }
    const update = createUpdate(5, { observedAt: EPOCH_AT + 2n, target: fill(20n) })
    const same = { from: 200n, to: 200n, limit: 'epoch' }
    expect(await replay({}, update, state)).toMatchObject(same)
    const [{ value: bounds }] = createRecord().bounds as [MarketRecord['bounds'][number]]
    const free = [{ ...ADDED, value: { ...bounds, stepDown: parameterMax } }]
    expect(await replay({ bounds: free }, update, state)).toMatchObject({ to: 20n, limit: 'none' })
    const loose = createUpdate(5, { observedAt: EPOCH_AT + 2n })
    expect(await replay({ bounds: free }, loose, state)).toMatchObject(same)
  })
})
