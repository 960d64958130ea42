import { describe, expect, test } from 'vitest'
import { applyBounds, type BoundsCase, typeMax, usedMax } from './bounds.ts'
import { type Parameters, parameterFields } from './domain.ts'

const all = (value: bigint): Parameters =>
  Object.fromEntries(parameterFields.map((field) => [field, value])) as Parameters

/** Every field at 100 within 10 to 1,000; steps of 20, a budget of 50 in 1,000 s, a cooldown of 100 s. */
const start: BoundsCase = {
  current: all(100n),
  target: all(100n),
  bounds: {
    min: all(10n),
    max: all(1_000n),
    stepUp: all(20n),
    stepDown: all(20n),
    budget: all(50n),
    budgetWindowSec: 1_000n,
    cooldownSec: 100n,
  },
  loosening: { used: all(0n), lastAt: 0n },
  nowAt: 10_000n,
  isSameEpoch: false,
}

describe('applyBounds, the oracle', () => {
  test('default: each field moves by its step; those that loosen are written down as used', () => {
    const { next, loosening, limits } = applyBounds({ ...start, target: all(500n) })
    expect(next).toEqual(all(120n))
    expect(limits).toEqual({
      aggressivenessPips: 'step',
      bandPips: 'step',
      maxTradeUsd: 'step',
      intervalSec: 'step',
      cppiMultiplierE3: 'step',
      guardPips: 'step',
      lotPips: 'step',
      returnPips: 'step',
    })
    expect(loosening.lastAt).toBe(10_000n)
    expect(loosening.used).toEqual({
      ...all(0n),
      aggressivenessPips: 20n,
      maxTradeUsd: 20n,
      cppiMultiplierE3: 20n,
      lotPips: 20n,
    })
  })

  test('behavior: band, interval, guard and return loosen downwards', () => {
    const { loosening } = applyBounds({ ...start, target: all(90n) })
    expect(loosening.used).toEqual({
      ...all(0n),
      bandPips: 10n,
      intervalSec: 10n,
      guardPips: 10n,
      returnPips: 10n,
    })
  })

  test('behavior: within the cooldown only the tightening fields move', () => {
    const loosening = { used: all(0n), lastAt: 9_901n }
    const { next, limits } = applyBounds({ ...start, target: all(500n), loosening })
    expect(next.aggressivenessPips).toBe(100n)
    expect(limits.aggressivenessPips).toBe('cooldown')
    expect(next.bandPips).toBe(120n)
    expect(applyBounds({ ...start, target: all(500n), loosening, nowAt: 10_001n }).next).toEqual(
      all(120n),
    )
  })

  test('behavior: a used budget refills in proportion to the time, rounded down', () => {
    const loosening = { used: all(50n), lastAt: 9_799n }
    // 50 * 201 / 1,000 = 10.05 have refilled.
    const {
      next,
      limits,
      loosening: after,
    } = applyBounds({
      ...start,
      target: all(500n),
      loosening,
    })
    expect(next.maxTradeUsd).toBe(110n)
    expect(limits.maxTradeUsd).toBe('budget')
    expect(after).toEqual({
      used: {
        aggressivenessPips: 50n,
        bandPips: 40n,
        maxTradeUsd: 50n,
        intervalSec: 40n,
        cppiMultiplierE3: 50n,
        guardPips: 40n,
        lotPips: 50n,
        returnPips: 40n,
      },
      lastAt: 10_000n,
    })
  })

  test('behavior: after the window all of the budget is there again', () => {
    const loosening = { used: typeMax, lastAt: 9_000n }
    const bounds = { ...start.bounds, stepUp: typeMax }
    const { next } = applyBounds({ ...start, bounds, target: all(500n), loosening })
    expect(next.cppiMultiplierE3).toBe(150n)
  })

  test('behavior: the largest budget of the type is no budget, and its record does not overflow', () => {
    const loosening = { used: typeMax, lastAt: 10_000n }
    const bounds = { ...start.bounds, budget: typeMax, cooldownSec: 0n }
    const { next, loosening: after } = applyBounds({
      ...start,
      bounds,
      target: all(500n),
      loosening,
    })
    expect(next).toEqual(all(120n))
    expect(after).toEqual({ used: usedMax, lastAt: 10_000n })
  })

  test('behavior: in the same epoch only what has no step moves, and only to tighten', () => {
    const bounds = {
      ...start.bounds,
      stepUp: typeMax,
      stepDown: { ...start.bounds.stepDown, aggressivenessPips: typeMax.aggressivenessPips },
    }
    const again = { ...start, bounds, isSameEpoch: true }
    const up = applyBounds({ ...again, target: all(500n) })
    expect(up.next).toEqual({
      ...all(100n),
      bandPips: 500n,
      intervalSec: 500n,
      guardPips: 500n,
      returnPips: 500n,
    })
    expect([up.limits.bandPips, up.limits.lotPips]).toEqual(['none', 'epoch'])
    const down = applyBounds({ ...again, target: all(50n) })
    expect(down.next).toEqual({ ...all(100n), aggressivenessPips: 50n })
    expect([down.limits.aggressivenessPips, down.limits.lotPips]).toEqual(['none', 'epoch'])
    expect(down.loosening).toEqual(start.loosening)
  })

  test('behavior: a value outside its bounds moves to the nearest one, whatever the step', () => {
    const bounds = { ...start.bounds, min: all(300n), stepUp: all(0n) }
    const { next, limits } = applyBounds({ ...start, bounds })
    expect(next).toEqual(all(300n))
    expect(limits.bandPips).toBe('min')
  })
})
