import { describe, expect, test } from 'vitest'
import { emptyLoosening } from '../../backtest/emptyLoosening.ts'
import { PolicyMarket } from '../../backtest/policyMarket.ts'
import type { PolicyVersion } from '../../backtest/settings.ts'
import { decide } from '../../bot/decide.ts'
import { type MarketState, readValues } from '../../client/readValues.ts'
import { parameterMax } from '../../core/index.ts'
import type { TimedMarketObservation } from '../../market/steps.ts'
import { Random } from '../generators/random.ts'
import { applyBounds } from '../oracle/bounds.ts'
import { core } from './support/defaultRun.ts'
import { calm, localConfig, localVersion } from './support/policyVersion.ts'

const EPOCH_AT = 1_700_006_400
const NAV_USD6 = 10e12
const CONFIG = '0x00000000000000000000000000000000000000C0'
const settings = { deadBandPips: 20_000n, heartbeatSec: 600n }
const { fallback } = localVersion

/** Bounds that let everything move at once. */
const free: PolicyVersion = {
  ...localVersion,
  bounds: {
    ...localVersion.bounds,
    stepUp: parameterMax,
    stepDown: parameterMax,
    budget: parameterMax,
    cooldownSec: 0n,
  },
}

const create = (version: PolicyVersion, latencySec: number): PolicyMarket =>
  new PolicyMarket({ core, version, latencySec, push: settings })

const observe = (market: PolicyMarket, at: number, changed: Partial<typeof calm> = {}): void =>
  market.observe({ at, observation: { ...calm, ...changed } }, NAV_USD6, 0.25, 0)

/** A market whose gas, depth and variance wander and jump, with hours in which nothing is seen. */
function wander(random: Random, count: number): TimedMarketObservation[] {
  const scale = { gas: 1, depth: 1, variance: 1 }
  const times = (value: bigint, factor: number): bigint =>
    (value * BigInt(Math.round(factor * 1e6))) / 1_000_000n
  const move = (value: number, size: number): number =>
    Math.min(8, Math.max(1 / 8, value * (1 + size * (random.below(2_001) / 1_000 - 1))))
  let at = EPOCH_AT
  return Array.from({ length: count }, () => {
    at += random.below(40) === 0 ? 4_200 : 120
    const size = random.below(10) === 0 ? 0.6 : 0.02
    scale.gas = move(scale.gas, size)
    scale.depth = move(scale.depth, size)
    scale.variance = move(scale.variance, size / 4)
    return {
      at,
      observation: {
        ...calm,
        baseFeePerGas: times(calm.baseFeePerGas, scale.gas),
        depthUsd6: times(calm.depthUsd6, scale.depth),
        varianceWad: times(calm.varianceWad, scale.variance),
      },
    }
  })
}

describe('PolicyMarket', () => {
  test('P-107 what is in force is what the bot and the contract make of the same observations', () => {
    const random = new Random(14)
    const market = create(localVersion, 24)
    let state: MarketState = {
      values: fallback,
      observedAt: 0n,
      config: CONFIG,
      isHalted: false,
      isOnFallback: false,
      isAwaitingEvidence: true,
      loosening: emptyLoosening,
    }
    const { policy } = localVersion
    const freshness = { ...localConfig.freshness, maxAgeSec: 1_800n }
    const config = { ...localConfig, policy, freshness }
    let pushes = 0
    for (const timed of wander(random, 1_500)) {
      const { at } = timed
      expect(market.readAt(at)).toEqual(readValues(state, config, BigInt(at)).values)
      market.observe(timed, NAV_USD6, 0.25, 0)
      const observation = {
        ...timed.observation,
        navUsd6: BigInt(NAV_USD6),
        curvaturePips: 250_000n,
        horizonSec: 0n,
      }
      const decision = decide({
        core,
        coreHash: core.hash,
        evidence: { observation, observedAt: BigInt(at), config: CONFIG },
        config,
        state,
        nowAt: BigInt(at + 24),
        settings: { ...settings, maxObservationAgeSec: 600n },
      })
      expect(market.readAt(at + 23)).toEqual(readValues(state, config, BigInt(at + 23)).values)
      if (decision.type === 'push') {
        const { current, target } = decision.outlook
        const { epochSec } = config.policy
        const { next, loosening } = applyBounds({
          current,
          target,
          bounds: config.bounds,
          loosening: state.loosening,
          nowAt: BigInt(at + 24),
          isSameEpoch:
            state.observedAt > 0n && BigInt(at) / epochSec <= state.observedAt / epochSec,
        })
        state = {
          ...state,
          values: next,
          loosening,
          observedAt: BigInt(at),
          isAwaitingEvidence: false,
        }
        pushes++
      }
      expect(market.readAt(at + 24)).toEqual(readValues(state, config, BigInt(at + 24)).values)
    }
    expect(market.pushes).toBe(pushes)
    expect(pushes).toBeGreaterThan(300)
  })

  test('behavior: the fallback until the first push has landed, the same object while nothing changes', () => {
    const market = create(free, 24)
    expect(market.readAt(EPOCH_AT)).toBe(fallback)
    observe(market, EPOCH_AT)
    expect(market.readAt(EPOCH_AT + 23)).toBe(fallback)
    const values = market.readAt(EPOCH_AT + 24)
    expect(values).not.toEqual(fallback)
    expect(market.readAt(EPOCH_AT + 1_800)).toBe(values)
    expect(market.pushes).toBe(1)
  })

  test('behavior: the fallback again when the evidence is older than its greatest age', () => {
    const market = create(free, 24)
    observe(market, EPOCH_AT)
    expect(market.readAt(EPOCH_AT + 1_800)).not.toBe(fallback)
    expect(market.readAt(EPOCH_AT + 1_801)).toBe(fallback)
  })

  test('behavior: the first push of an epoch loosens, a further one only tightens, beyond the dead-band', () => {
    const market = create(free, 24)
    const bandAt = (at: number): bigint => market.readAt(at).bandPips
    observe(market, EPOCH_AT, { baseFeePerGas: 60_000_000_000n })
    const wide = bandAt(EPOCH_AT + 24)
    observe(market, EPOCH_AT + 120, { baseFeePerGas: 60_600_000_000n })
    expect(bandAt(EPOCH_AT + 144)).toBe(wide)
    expect(market.pushes).toBe(1)
    // Half the gas wants a narrower band: that is loosening, so it waits for the next epoch. Its smaller lot tightens.
    observe(market, EPOCH_AT + 240)
    expect(bandAt(EPOCH_AT + 264)).toBe(wide)
    observe(market, EPOCH_AT + 360, { baseFeePerGas: 90_000_000_000n })
    const wider = bandAt(EPOCH_AT + 384)
    expect(wider).toBeGreaterThan(wide)
    observe(market, EPOCH_AT + 600)
    expect(bandAt(EPOCH_AT + 624)).toBeLessThan(wide)
    expect(market.pushes).toBe(4)
  })

  test('behavior: while a push is on its way the latest observation waits for it', () => {
    const market = create(free, 300)
    observe(market, EPOCH_AT)
    observe(market, EPOCH_AT + 120, { baseFeePerGas: 900_000_000_000n })
    observe(market, EPOCH_AT + 240, { baseFeePerGas: 90_000_000_000n })
    const first = market.readAt(EPOCH_AT + 300)
    expect(market.readAt(EPOCH_AT + 599)).toBe(first)
    const second = market.readAt(EPOCH_AT + 600)
    const { bandPips } = core.evaluate(
      {
        ...calm,
        baseFeePerGas: 90_000_000_000n,
        navUsd6: BigInt(NAV_USD6),
        curvaturePips: 250_000n,
        horizonSec: 0n,
      },
      free.policy,
    )
    expect(second.bandPips).toBe(bandPips)
  })

  test('behavior: figures outside the domain, and a vector that the contract refuses, change nothing', () => {
    const market = create(free, 24)
    market.observe({ at: EPOCH_AT, observation: calm }, 0, 0.25, 0)
    expect(market.readAt(EPOCH_AT + 24)).toBe(fallback)
    // A voted minimum above what a thin pool bears.
    const floored = { ...free.bounds, min: { ...free.bounds.min, maxTradeUsd: 1_000_000n } }
    const stubborn = create({ ...free, bounds: floored }, 24)
    observe(stubborn, EPOCH_AT, { depthUsd6: 1_000_000_000n })
    expect(stubborn.readAt(EPOCH_AT + 24)).toBe(fallback)
    expect(stubborn.pushes).toBe(0)
  })

  test('behavior: a portfolio that has lost all has no curvature, as one of 0 / 0', () => {
    const [lost, none] = [create(free, 24), create(free, 24)]
    lost.observe({ at: EPOCH_AT, observation: calm }, 0, Number.NaN, 0)
    none.observe({ at: EPOCH_AT, observation: calm }, 0, 0, 0)
    expect(lost.readAt(EPOCH_AT + 24)).toEqual(none.readAt(EPOCH_AT + 24))
  })
})
