import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DecideInput, decide, type Evidence } from '../../bot/decide.ts'
import {
  type Bounds,
  type ParameterField,
  type Parameters,
  parameterFields,
  parameterMax,
} from '../../core/index.ts'
import { anywhereCase } from '../generators/boundsScripts.ts'
import { Random } from '../generators/random.ts'
import { anyRow } from '../generators/rows.ts'
import { applyBounds, loosensUp } from '../oracle/bounds.ts'
import {
  CONFIG,
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

const { settings, config, evidence } = createInput() as DecideInput & { evidence: Evidence }
const { bounds, fallbackVector } = config
const withBounds = (changed: Partial<Bounds>): Pick<DecideInput, 'config'> => ({
  config: { ...config, bounds: { ...bounds, ...changed } },
})
/** Bounds without a step or a budget. */
const free = withBounds({ stepUp: parameterMax, stepDown: parameterMax, budget: parameterMax })
const bolder = (field: ParameterField, by = 1n) =>
  defaultTarget[field] + (loosensUp[field] ? by : -by)

describe('decide', () => {
  test('default: the value in force is the target: hold, with the outlook', () => {
    expect(decide(createInput())).toEqual({
      type: 'hold',
      reason: 'within-dead-band',
      detail: 'no field would move by more than 20000 pips',
      outlook: {
        target: defaultTarget,
        next: defaultTarget,
        current: defaultTarget,
        limits: Object.fromEntries(parameterFields.map((field) => [field, 'none'])),
        deviations: fill(0n),
      },
    })
  })

  test.each(parameterFields)('behavior: %s tightens by one unit: push at once', (field) => {
    const bold = bolder(field)
    const decision = decide(createInput({ state: createState({ [field]: bold }) }))
    expect(decision).toMatchObject({ type: 'push', reason: 'tightening' })
    expect(decision.detail).toBe(`${field} ${bold} -> ${defaultTarget[field]}`)
  })

  test('behavior: a push that also loosens says so, and which parameter', () => {
    const state = createState({
      bandPips: defaultTarget.bandPips - 1n,
      aggressivenessPips: defaultTarget.aggressivenessPips / 33n,
    })
    expect(decide(createInput({ state, ...free }))).toMatchObject({
      type: 'push',
      reason: 'tightening',
      label: 'tightening 1, loosening 1 (aggressiveness)',
      detail: expect.stringMatching(/^aggressivenessPips .* bandPips /),
    })
  })

  test.each(parameterFields)('behavior: %s loosens: push only beyond the dead-band', (field) => {
    const target = defaultTarget[field]
    // The most timid value from which the target is not further than 2 %.
    const timid = loosensUp[field]
      ? (target * 1_000_000n + 1_019_999n) / 1_020_000n
      : (target * 1_000_000n) / 980_000n
    const timider = loosensUp[field] ? timid - 1n : timid + 1n
    const on = (value: bigint) => decideOn({ ...free, state: createState({ [field]: value }) })
    expect(on(timid)).toBe('hold: within-dead-band')
    expect(on(timider)).toBe('push: loosening')
  })

  test('behavior: a full step is worth a push, however small voters made it', () => {
    const stepDown = { ...bounds.stepDown, bandPips: 1n }
    const state = createState({ bandPips: defaultTarget.bandPips + 500n })
    expect(decideOn({ state, ...withBounds({ stepDown }) })).toBe('push: loosening')
  })

  test('behavior: crumbs that the budget leaves over wait until they add up', () => {
    const state = createState({ bandPips: defaultTarget.bandPips * 2n })
    const leaves = (bandPips: bigint) => withBounds({ budget: { ...bounds.budget, bandPips } })
    expect(decideOn({ state, ...leaves(1n) })).toBe('hold: within-dead-band')
    expect(decideOn({ state, ...leaves(defaultTarget.bandPips) })).toBe('push: loosening')
  })

  test('behavior: a frozen direction holds, however far the target is', () => {
    const stepDown = { ...bounds.stepDown, bandPips: 0n }
    const state = createState({ bandPips: defaultTarget.bandPips * 2n })
    expect(decideOn({ state, ...withBounds({ stepDown }) })).toBe('hold: within-dead-band')
  })

  test('behavior: a loosening in its cooldown holds', () => {
    const state = createState({ bandPips: defaultTarget.bandPips * 2n })
    const loosening = { used: fill(0n), lastAt: NOW_AT - 59n }
    const cooling = withBounds({ cooldownSec: 60n })
    const waiting = { state: { ...state, loosening }, ...cooling }
    expect(decideOn(waiting)).toBe('hold: within-dead-band')
    expect(decideOn({ ...waiting, nowAt: NOW_AT + 1n })).toBe('push: loosening')
  })

  test('behavior: the heartbeat confirms a value from its second on', () => {
    const aged = (ageSec: bigint) => ({ ...createState(), observedAt: NOW_AT - ageSec })
    expect(decideOn({ state: aged(899n) })).toBe('hold: within-dead-band')
    expect(decideOn({ state: aged(900n) })).toBe('push: heartbeat')
  })

  test('behavior: a market that awaits evidence gets it, from its fallback on', () => {
    const awaiting = { ...createState(), isAwaitingEvidence: true }
    for (const state of [awaiting, { ...awaiting, observedAt: 0n }]) {
      const decision = decide(createInput({ state }))
      expect(decision).toMatchObject({
        type: 'push',
        reason: 'evidence-awaited',
        outlook: { current: fallbackVector },
      })
    }
  })

  test('behavior: after a silence the steps start from what the reader gets, the fallback', () => {
    const maxAgeSec = 720n
    const aged = { ...config, freshness: { ...config.freshness, maxAgeSec } }
    const currentAt = (nowAt: bigint) => {
      const decision = decide(createInput({ config: aged, nowAt }))
      return 'outlook' in decision ? decision.outlook?.current : undefined
    }
    expect(currentAt(NOW_AT)).toEqual(defaultTarget)
    expect(currentAt(NOW_AT + 1n)).toEqual(fallbackVector)
  })

  test('behavior: evidence counts once, and only newer evidence counts', () => {
    const state = createState({ bandPips: 0n })
    const counted = (by: bigint) => ({ state: { ...state, observedAt: evidence.observedAt + by } })
    expect(decideOn(counted(-1n))).toBe('push: tightening')
    expect(decideOn(counted(0n))).toBe('hold: evidence-counted')
    expect(decideOn(counted(1n))).toBe('hold: evidence-counted')
  })

  test('behavior: evidence under an earlier configuration waits for the next observation', () => {
    const other = '0x00000000000000000000000000000000000000c1'
    const state = createState({ bandPips: 0n })
    expect(decideOn({ state, evidence: { ...evidence, config: other } })).toBe(
      'hold: config-changed',
    )
    const small = CONFIG.toLowerCase() as typeof CONFIG
    expect(decideOn({ state, evidence: { ...evidence, config: small } })).toBe('push: tightening')
  })

  describe('in an epoch that has had its push', () => {
    const observedAt = evidence.observedAt - 120n
    const state = (values: Partial<Parameters> = {}) => ({ ...createState(values), observedAt })

    test.each(parameterFields)('behavior: %s tightens beyond the dead-band: push', (field) => {
      const far = bolder(field, defaultTarget[field] / 20n + 2n)
      const decision = decide(createInput({ state: state({ [field]: far }) }))
      expect(decision).toMatchObject({ type: 'push', reason: 'tightening' })
      expect(decision.detail).toBe(`${field} ${far} -> ${defaultTarget[field]}`)
    })

    test('behavior: what the medians move in a segment waits for the next epoch', () => {
      const near = { intervalSec: bolder('intervalSec') }
      expect(decideOn({ state: state(near) })).toBe('hold: within-dead-band')
      const later = { evidence: { ...evidence, observedAt: NOW_AT }, state: state(near) }
      expect(decideOn(later)).toBe('push: tightening')
      const strict = { settings: { ...settings, deadBandPips: 0n } }
      expect(decideOn({ ...strict, state: state(near) })).toBe('push: tightening')
    })

    test('behavior: nothing loosens, and nothing is confirmed', () => {
      const timid = { bandPips: defaultTarget.bandPips * 2n }
      const hourAgo = { settings: { ...settings, heartbeatSec: 1n } }
      expect(decideOn({ ...free, ...hourAgo, state: state(timid) })).toBe('hold: within-dead-band')
      const later = { evidence: { ...evidence, observedAt: NOW_AT }, state: state(timid) }
      expect(decideOn({ ...free, ...later })).toBe('push: loosening')
    })

    test('behavior: a field whose tightening has a voted step has made it', () => {
      const stepUp = { ...bounds.stepUp, bandPips: 50_000n }
      const bold = { state: state({ bandPips: 1_000n }), ...withBounds({ stepUp }) }
      expect(decideOn(bold)).toBe('hold: within-dead-band')
      const both = state({ bandPips: 1_000n, guardPips: 1_000n })
      const decision = decide(createInput({ ...bold, state: both }))
      expect(decision).toMatchObject({
        reason: 'tightening',
        outlook: { next: { bandPips: 1_000n, guardPips: defaultTarget.guardPips } },
      })
    })
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
      evidence: { ...evidence, observedAt: NOW_AT - ageSec },
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
    const min = { ...bounds.min, maxTradeUsd: 1_000n }
    const at = (depthUsd6: bigint) => ({
      ...withBounds({ min }),
      state: createState({ maxTradeUsd: 2_000n }),
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

  test('P-54 no tightening of the contract is ever missed, over all markets and bounds', () => {
    const tightenings = { first: 0, further: 0 }
    const property = fc.property(
      fc.nat(),
      fc.boolean(),
      anywhereCase,
      (seed, isSameEpoch, { current, ...rest }) => {
        const { observation, policy } = anyRow(new Random(seed))
        const { loosening, nowAt } = rest
        const { epochSec } = policy
        const lastAt = isSameEpoch ? nowAt - 1n : nowAt - epochSec
        fc.pre(lastAt > 0n && (nowAt / epochSec === lastAt / epochSec) === isSameEpoch)
        const target = core.evaluate(observation, policy)
        const { next } = applyBounds({ ...rest, current, target, isSameEpoch })
        const isRefused =
          next.maxTradeUsd * 1_000_000n * (1_000_000n - policy.slippageCapPips) >
          observation.depthUsd6 * policy.slippageCapPips
        const tightens = parameterFields.some((field) => {
          return next[field] !== current[field] && next[field] < current[field] === loosensUp[field]
        })
        const freshness = { ...config.freshness, maxAgeSec: epochSec }
        const decision = decide(
          createInput({
            config: { policy, bounds: rest.bounds, fallbackVector, freshness },
            state: { ...createState(), values: current, observedAt: lastAt, loosening },
            nowAt,
            evidence: { observation, observedAt: nowAt, config: CONFIG },
            settings: { ...settings, deadBandPips: 0n },
          }),
        )
        if (isRefused) expect(decision.reason).toBe('impact-above-cap')
        else if (tightens) {
          tightenings[isSameEpoch ? 'further' : 'first'] += 1
          expect(decision).toMatchObject({ type: 'push', reason: 'tightening', outlook: { next } })
        } else expect(decision.reason).not.toBe('tightening')
      },
    )
    fc.assert(property, { seed: 6, numRuns: 2_000 })
    expect(tightenings.first).toBeGreaterThan(100)
    expect(tightenings.further).toBeGreaterThan(50)
  })
})
