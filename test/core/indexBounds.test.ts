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
  isSameEpoch: false,
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
        maxTradeUsd: 120n,
        intervalSec: 130n,
        cppiMultiplierE3: 120n,
        guardPips: 130n,
        lotPips: 120n,
        returnPips: 130n,
      },
      loosening: {
        used: {
          aggressivenessPips: 20n,
          bandPips: 0n,
          maxTradeUsd: 20n,
          intervalSec: 0n,
          cppiMultiplierE3: 20n,
          guardPips: 0n,
          lotPips: 20n,
          returnPips: 0n,
        },
        lastAt: 1_700_000_000n,
      },
      limits: {
        aggressivenessPips: 'budget',
        bandPips: 'step',
        maxTradeUsd: 'budget',
        intervalSec: 'step',
        cppiMultiplierE3: 'budget',
        guardPips: 'step',
        lotPips: 'budget',
        returnPips: 'step',
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

  it('behavior: in the same epoch nothing moves but what tightens without a step', () => {
    const bounds = {
      ...defaultCase.bounds,
      stepUp: { ...fill(30n), guardPips: parameterMax.guardPips },
    }
    const { next, limits } = core.applyBounds({ ...defaultCase, bounds, isSameEpoch: true })
    expect(next).toEqual({ ...fill(100n), guardPips: 200n })
    expect(limits).toMatchObject({ guardPips: 'none', bandPips: 'epoch', lotPips: 'epoch' })
  })

  it('behavior: the record of a used budget ends where the contract has no more room', () => {
    const used = { ...fill(0n), bandPips: 2n ** 26n - 5n, lotPips: 2n ** 26n - 5n }
    const budget = parameterMax
    const { loosening } = core.applyBounds({
      ...defaultCase,
      bounds: { ...defaultCase.bounds, budget, cooldownSec: 0n },
      loosening: { used, lastAt: defaultCase.nowAt },
    })
    expect(loosening.used.lotPips).toBe(2n ** 26n - 1n)
    expect(loosening.used.bandPips).toBe(2n ** 26n - 5n)
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
      isSameEpoch: true,
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
    ['target.maxTradeUsd', { target: { ...fill(0n), maxTradeUsd: 2n ** 40n } }],
    [
      'bounds.budget.aggressivenessPips',
      { bounds: { ...defaultCase.bounds, budget: fill(2n ** 32n) } },
    ],
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
    expect(Object.values(decodeLimits(0x0654_3210n))).toEqual([...limitNames, 'none'])
    expect(Object.keys(decodeLimits(0n))).toEqual([...parameterFields])
  })
})
