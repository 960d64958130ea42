import { describe, expect, test } from 'vitest'
import type { Limit } from '../../../core/index.ts'
import type { PushContext } from '../../../web/data/history/replayMarket.ts'
import { inferReason, listLimits, toUsd6 } from '../../../web/markets/describePush.ts'
import { fill } from '../../bot/support/defaultInput.ts'
import { createPush } from '../data/history/support.ts'

const values = fill(1_000n)
/** Nothing moves. */
const push = createPush(11, 1_000n, { oldValues: values })
const context: PushContext = {
  isAwaitingEvidence: false,
  isSameEpoch: false,
  valueAgeSec: 60n,
  maxAgeSec: 1_800n,
  epochSec: 600n,
}
const moved = (change: Partial<typeof values>) => ({ ...push, newValues: { ...values, ...change } })

describe('inferReason', () => {
  test('default: as a replica with the usual settings decides', () => {
    expect(inferReason(push, { ...context, isAwaitingEvidence: true })).toEqual({
      text: 'evidence was awaited',
      isInferred: true,
    })
    expect(inferReason(moved({ bandPips: 1_001n }), context)).toEqual({
      text: 'tightening',
      isInferred: true,
    })
    expect(inferReason(moved({ bandPips: 900n }), context)).toEqual({
      text: 'loosening',
      isInferred: true,
    })
    expect(inferReason(moved({ bandPips: 900n, lotPips: 999n }), context)).toEqual({
      text: 'tightening 1, loosening 1 (band)',
      isInferred: true,
    })
    expect(inferReason(push, { ...context, valueAgeSec: 600n })).toEqual({
      text: 'heartbeat',
      isInferred: true,
    })
  })

  test('behavior: where such a one would have waited, or its state is not known, only what moved', () => {
    expect(inferReason(push, context)).toEqual({ text: 'unchanged', isInferred: false })
    expect(inferReason(moved({ bandPips: 999n }), context)).toEqual({
      text: 'loosening',
      isInferred: false,
    })
    expect(inferReason(moved({ bandPips: 1_001n }), undefined)).toEqual({
      text: 'tightening',
      isInferred: false,
    })
  })
})

describe('listLimits', () => {
  test('default: each limit with what it held, in the order of the contract', () => {
    expect(listLimits(push)).toEqual([])
    const limits = {
      ...push.limits,
      bandPips: 'budget',
      lotPips: 'step',
      guardPips: 'step',
    } as const
    expect(listLimits({ ...push, limits })).toEqual(['step: guard, lot', 'budget: band'])
  })

  test('behavior: one that this site does not know', () => {
    const limits = { ...push.limits, bandPips: undefined as Limit | undefined }
    expect(listLimits({ ...push, limits })).toEqual(['another limit: band'])
  })
})

test('toUsd6: whole cents, rounded down', () => {
  expect(toUsd6(13_966_400_000_000_000n, 1_979_890_000n)).toBe(27_650_000n)
  expect(toUsd6(1n, 1_979_890_000n)).toBe(0n)
})
