import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DecideInput, decide } from '../../bot/decide.ts'
import { parameterFields, parameterMax } from '../../core/index.ts'
import { anywhereCase } from '../generators/boundsScripts.ts'
import { Random } from '../generators/random.ts'
import { anyRow } from '../generators/rows.ts'
import { applyBounds, loosensUp } from '../oracle/bounds.ts'
import {
  core,
  createInput,
  createState,
  defaultObservation,
  defaultTarget,
  fill,
  NOW_AT,
} from './support/defaultInput.ts'

/** The type and the reason, for short. */
function decideOn(changes: Partial<DecideInput>): string {
  const { type, reason } = decide(createInput(changes))
  return `${type}: ${reason}`
}

const evidence = { observation: defaultObservation, blockAt: NOW_AT - 12n, epoch: 2_833_333n }
const { settings, bounds } = createInput()

describe('decide', () => {
  test('default: the value in force is the target: hold, with the outlook', () => {
    expect(decide(createInput())).toEqual({
      type: 'hold',
      reason: 'within-dead-band',
      detail: 'no field would move by more than 20000 pips',
      outlook: {
        target: defaultTarget,
        next: defaultTarget,
        limits: Object.fromEntries(parameterFields.map((field) => [field, 'none'])),
        deviations: fill(0n),
      },
    })
  })

  test.each(parameterFields)('behavior: %s tightens by one unit: push at once', (field) => {
    const bolder = defaultTarget[field] + (loosensUp[field] ? 1n : -1n)
    const decision = decide(createInput({ state: createState({ [field]: bolder }) }))
    expect(decision).toMatchObject({ type: 'push', reason: 'tightening' })
    expect(decision.detail).toBe(`${field} ${bolder} -> ${defaultTarget[field]}`)
  })

  test('behavior: a push that also loosens says so, and which parameter', () => {
    const state = createState({
      bandPips: defaultTarget.bandPips - 1n,
      aggressivenessPips: defaultTarget.aggressivenessPips / 33n,
    })
    const free = { ...bounds, stepUp: parameterMax, stepDown: parameterMax, budget: parameterMax }
    expect(decide(createInput({ state, bounds: free }))).toMatchObject({
      type: 'push',
      reason: 'tightening',
      label: 'tightening 1, loosening 1 (aggressiveness)',
      detail: expect.stringMatching(/^aggressivenessPips .* bandPips /),
    })
  })

  test.each(parameterFields)('behavior: %s loosens: push only beyond the dead-band', (field) => {
    const free = { ...bounds, stepUp: parameterMax, stepDown: parameterMax, budget: parameterMax }
    const target = defaultTarget[field]
    // The most timid value from which the target is not further than 2 %.
    const timid = loosensUp[field]
      ? (target * 1_000_000n + 1_019_999n) / 1_020_000n
      : (target * 1_000_000n) / 980_000n
    const timider = loosensUp[field] ? timid - 1n : timid + 1n
    const on = (value: bigint) => decideOn({ bounds: free, state: createState({ [field]: value }) })
    expect(on(timid)).toBe('hold: within-dead-band')
    expect(on(timider)).toBe('push: loosening')
  })

  test('behavior: a full step is worth a push, however small voters made it', () => {
    const stepDown = { ...bounds.stepDown, bandPips: 1n }
    const state = createState({ bandPips: defaultTarget.bandPips + 500n })
    expect(decideOn({ state, bounds: { ...bounds, stepDown } })).toBe('push: loosening')
  })

  test('behavior: crumbs that the budget leaves over wait until they add up', () => {
    const state = createState({ bandPips: defaultTarget.bandPips * 2n })
    const leaves = (bandPips: bigint) => ({ ...bounds, budget: { ...bounds.budget, bandPips } })
    expect(decideOn({ state, bounds: leaves(1n) })).toBe('hold: within-dead-band')
    expect(decideOn({ state, bounds: leaves(defaultTarget.bandPips) })).toBe('push: loosening')
  })

  test('behavior: a frozen direction holds, however far the target is', () => {
    const stepDown = { ...bounds.stepDown, bandPips: 0n }
    const state = createState({ bandPips: defaultTarget.bandPips * 2n })
    expect(decideOn({ state, bounds: { ...bounds, stepDown } })).toBe('hold: within-dead-band')
  })

  test('behavior: a loosening in its cooldown holds', () => {
    const state = createState({ bandPips: defaultTarget.bandPips * 2n })
    const loosening = { used: fill(0n), lastAt: NOW_AT - 59n }
    const cooling = { ...bounds, cooldownSec: 60n }
    expect(decideOn({ state: { ...state, loosening }, bounds: cooling })).toBe(
      'hold: within-dead-band',
    )
    expect(decideOn({ state: { ...state, loosening }, bounds: cooling, nowAt: NOW_AT + 1n })).toBe(
      'push: loosening',
    )
  })

  test('behavior: the heartbeat confirms a value from its second on', () => {
    const aged = (ageSec: bigint) => ({ ...createState(), observedAt: NOW_AT - ageSec })
    expect(decideOn({ state: aged(899n) })).toBe('hold: within-dead-band')
    expect(decideOn({ state: aged(900n) })).toBe('push: heartbeat')
  })

  test('behavior: a market without evidence gets its first value', () => {
    const state = { ...createState(), observedAt: 0n, epoch: 0n }
    expect(decideOn({ state })).toBe('push: first-value')
  })

  test('behavior: one push an epoch', () => {
    const state = { ...createState({ bandPips: 0n }), epoch: 2_833_333n }
    expect(decideOn({ state })).toBe('hold: epoch-counted')
    expect(decideOn({ state: { ...state, epoch: 2_833_334n } })).toBe('hold: epoch-counted')
  })

  test('behavior: a market that is stopped or unknown holds', () => {
    const state = createState({ bandPips: 0n })
    expect(decideOn({ state: undefined })).toBe('hold: unknown-market')
    expect(decideOn({ state: { ...state, isOnFallback: true } })).toBe('hold: market-on-fallback')
    const both = { ...state, isHalted: true, isOnFallback: true }
    expect(decideOn({ state: both })).toBe('hold: market-halted')
  })

  test('behavior: no, old or future evidence holds', () => {
    const state = createState({ bandPips: 0n })
    const aged = (ageSec: bigint) => ({
      state,
      evidence: { ...evidence, blockAt: NOW_AT - ageSec },
    })
    expect(decideOn({ state, evidence: undefined })).toBe('hold: no-observation')
    expect(decideOn(aged(settings.maxObservationAgeSec))).toBe('push: tightening')
    expect(decideOn(aged(settings.maxObservationAgeSec + 1n))).toBe('hold: observation-stale')
    expect(decideOn(aged(0n))).toBe('push: tightening')
    expect(decideOn(aged(-1n))).toBe('hold: clock-behind')
    const loosening = { used: fill(0n), lastAt: NOW_AT + 1n }
    expect(decideOn({ state: { ...state, loosening } })).toBe('hold: clock-behind')
  })

  test('behavior: figures outside the domain hold, and name their field', () => {
    const observation = { ...defaultObservation, navUsd6: 0n }
    const decision = decide(createInput({ evidence: { ...evidence, observation } }))
    expect(decision).toMatchObject({ type: 'hold', reason: 'out-of-domain' })
    expect(decision.detail).toContain('navUsd6 is 0')
  })

  test('behavior: holds if the joint check would refuse', () => {
    // The voted least trade is more than this depth bears: 0.5 % / 99.5 % of it.
    const min = { ...bounds.min, maxTradeUsd6: 1_000_000_000n }
    const at = (depthUsd6: bigint) => ({
      bounds: { ...bounds, min },
      state: createState({ maxTradeUsd6: 2_000_000_000n }),
      evidence: { ...evidence, observation: { ...defaultObservation, depthUsd6 } },
    })
    expect(decideOn(at(199_000_000_000n))).toBe('push: tightening')
    expect(decideOn(at(198_999_999_999n))).toBe('hold: impact-above-cap')
  })

  test('behavior: sources that contradict each other, or another core, halt whatever else holds', () => {
    const stopped = { state: undefined, evidence: undefined }
    const contradiction = 'depthUsd6 is 1 and 2'
    expect(decide(createInput({ ...stopped, contradiction }))).toEqual({
      type: 'halt',
      reason: 'contradiction',
      detail: contradiction,
    })
    const coreHash = `0x${'11'.repeat(32)}` as const
    expect(decideOn({ ...stopped, coreHash })).toBe('halt: core-hash-differs')
    expect(decideOn({ coreHash: core.hash.toUpperCase().replace('X', 'x') as never })).toBe(
      'hold: within-dead-band',
    )
  })

  test('behavior: no tightening of the contract is ever missed, over all markets and bounds', () => {
    let tightenings = 0
    const property = fc.property(fc.nat(), anywhereCase, (seed, { current, ...rest }) => {
      const { observation, policy } = anyRow(new Random(seed))
      const { loosening, nowAt } = rest
      const target = core.evaluate(observation, policy)
      const { next } = applyBounds({ ...rest, current, target })
      const isRefused =
        next.maxTradeUsd6 * (1_000_000n - policy.slippageCapPips) >
        observation.depthUsd6 * policy.slippageCapPips
      const tightens = parameterFields.some((field) => {
        return next[field] !== current[field] && next[field] < current[field] === loosensUp[field]
      })
      const state = { ...createState(), values: current, observedAt: 1n, epoch: 1n, loosening }
      const decision = decide(
        createInput({
          policy,
          bounds: rest.bounds,
          state,
          nowAt,
          evidence: { observation, blockAt: nowAt, epoch: 2n },
        }),
      )
      if (isRefused) expect(decision.reason).toBe('impact-above-cap')
      else if (tightens) {
        tightenings += 1
        expect(decision).toMatchObject({ type: 'push', reason: 'tightening', outlook: { next } })
      } else expect(decision.reason).not.toBe('tightening')
    })
    fc.assert(property, { seed: 6, numRuns: 2_000 })
    expect(tightenings).toBeGreaterThan(200)
  })
})
