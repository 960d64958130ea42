import { describe, expect, it } from 'vitest'
import {
  type BoundsCase,
  BoundsInvertedError,
  ClockBackwardsError,
  decodeLimits,
  limitNames,
  loadCore,
  OutOfDomainError,
  type Parameters,
  parameterFields,
  parameterMax,
} from '../../core/index.ts'

const core = await loadCore()

const defaultCase: BoundsCase = {
  current: fill(100n),
  target: fill(200n),
  bounds: {
    min: fill(0n),
    max: parameterMax,
    stepUp: fill(30n),
    stepDown: fill(30n),
    budget: fill(20n),
    budgetWindowSec: 3600n,
    cooldownSec: 60n,
  },
  loosening: { used: fill(0n), lastAt: 0n },
  nowAt: 1_700_000_000n,
}

function fill(value: bigint): Parameters {
  return Object.fromEntries(parameterFields.map((field) => [field, value])) as unknown as Parameters
}

describe('applyBounds', () => {
  it('default: loosening takes from the budget, tightening only keeps its step', () => {
    expect(core.applyBounds(defaultCase)).toEqual({
      next: {
        aggressivenessPips: 120n,
        bandPips: 130n,
        maxTradeUsd6: 120n,
        minIntervalSec: 130n,
        cppiMultiplierE3: 120n,
        guardPips: 130n,
      },
      loosening: {
        used: {
          aggressivenessPips: 20n,
          bandPips: 0n,
          maxTradeUsd6: 20n,
          minIntervalSec: 0n,
          cppiMultiplierE3: 20n,
          guardPips: 0n,
        },
        lastAt: 1_700_000_000n,
      },
      limits: {
        aggressivenessPips: 'budget',
        bandPips: 'step',
        maxTradeUsd6: 'budget',
        minIntervalSec: 'step',
        cppiMultiplierE3: 'budget',
        guardPips: 'step',
      },
    })
  })

  it('behavior: within the cooldown nothing loosens', () => {
    const { loosening } = core.applyBounds(defaultCase)
    const outcome = core.applyBounds({ ...defaultCase, loosening, nowAt: defaultCase.nowAt + 59n })
    expect(outcome.next.aggressivenessPips).toBe(100n)
    expect(outcome.limits.aggressivenessPips).toBe('cooldown')
    expect(outcome.loosening).toEqual(loosening)
  })

  it('behavior: a batch comes to the same, across chunks', () => {
    const cases = Array.from({ length: 2500 }, (_, index) => ({
      ...defaultCase,
      current: fill(BigInt(index)),
    }))
    expect(core.applyBoundsBatch(cases)).toEqual(cases.map((input) => core.applyBounds(input)))
  })

  it('behavior: the largest value of every type passes', () => {
    const all = parameterMax
    const durations = { budgetWindowSec: 2n ** 32n - 1n, cooldownSec: 2n ** 32n - 1n }
    const outcome = core.applyBounds({
      current: all,
      target: all,
      bounds: { min: all, max: all, stepUp: all, stepDown: all, budget: all, ...durations },
      loosening: { used: all, lastAt: 2n ** 40n - 1n },
      nowAt: 2n ** 40n - 1n,
    })
    expect(outcome.next).toEqual(all)
  })

  it.each(parameterFields)('error: the bounds of %s are inverted', (field) => {
    const bounds = {
      ...defaultCase.bounds,
      min: { ...fill(0n), [field]: 8n },
      max: { ...parameterMax, [field]: 7n },
    }
    const [error] = core.applyBoundsBatch([{ ...defaultCase, bounds }])
    expect(error).toBeInstanceOf(BoundsInvertedError)
    expect(error).toMatchObject({ code: 'core/bounds-inverted', field, min: 8n, max: 7n })
    expect(() => core.applyBounds({ ...defaultCase, bounds })).toThrow(
      `${field} is bounded by 8 to 7, allowed is a min up to the max; swap or widen them`,
    )
  })

  it('error: the clock runs backwards', () => {
    const loosening = { used: fill(0n), lastAt: 1_700_000_001n }
    const [error, outcome] = core.applyBoundsBatch([{ ...defaultCase, loosening }, defaultCase])
    expect(error).toBeInstanceOf(ClockBackwardsError)
    expect(error).toMatchObject({
      code: 'core/clock-backwards',
      nowAt: 1_700_000_000n,
      lastAt: 1_700_000_001n,
    })
    expect(outcome).toEqual(core.applyBounds(defaultCase))
  })

  it.each([
    ['current.cppiMultiplierE3', { current: { ...fill(0n), cppiMultiplierE3: 65_536n } }],
    ['target.bandPips', { target: { ...fill(0n), bandPips: -1n } }],
    ['target.maxTradeUsd6', { target: { ...fill(0n), maxTradeUsd6: 2n ** 64n } }],
    ['loosening.lastAt', { loosening: { used: fill(0n), lastAt: 2n ** 40n } }],
    ['bounds.cooldownSec', { bounds: { ...defaultCase.bounds, cooldownSec: 2n ** 32n } }],
    ['case.nowAt', { nowAt: 2n ** 40n }],
  ])('error: %s does not fit its type', (field, change) => {
    const misfit = { ...defaultCase, ...change }
    expect(() => core.applyBounds(misfit)).toThrow(OutOfDomainError)
    const [outcome, error] = core.applyBoundsBatch([defaultCase, misfit])
    expect(outcome).toEqual(core.applyBounds(defaultCase))
    expect(error).toMatchObject({ code: 'core/out-of-domain', field })
  })

  it('error: a value that is not a bigint', () => {
    const nowAt = 5 as unknown as bigint
    expect(() => core.applyBounds({ ...defaultCase, nowAt })).toThrow(
      'case.nowAt is the number 5; give a bigint',
    )
  })
})

describe('decodeLimits', () => {
  it('default: four bits a field, the first field lowest', () => {
    expect(Object.values(decodeLimits(0x543210n))).toEqual([...limitNames])
    expect(Object.keys(decodeLimits(0n))).toEqual([...parameterFields])
  })
})
