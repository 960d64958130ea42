import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleSettings } from '../../../../backtest/exampleSettings.ts'
import { PolicyMarket } from '../../../../backtest/policyMarket.ts'
import { toVersion } from '../../../../backtest/proposal/voted.ts'
import type { PolicyVersion } from '../../../../backtest/settings.ts'
import {
  loadCore,
  type Observation,
  OutOfDomainError,
  observationFields,
  parameterFields,
} from '../../../../core/index.ts'
import { HistoryBuilder } from '../../../../web/whatIf/model/history.ts'
import { prepareHistory, runModel } from '../../../../web/whatIf/model/runModel.ts'

const core = await loadCore()
const example = toVersion(exampleSettings)
const NAV = 10_000_000_000_000n
const START_AT = 1_700_006_400

/** An hour in which gas and depth go up and down. */
const calm: Observation = {
  baseFeePerGas: 30_000_000_000n,
  gasUsedRatioPips: 500_000n,
  nativePriceUsd6: 2_000_000_000n,
  depthUsd6: 300_000_000_000_000n,
  depthRefUsd6: 320_000_000_000_000n,
  varianceWad: 640_000_000_000_000_000n,
  navUsd6: NAV,
  dataFeeWei: 0n,
  curvaturePips: 250_000n,
  horizonSec: 0n,
}

type Timed = { at: number; observation: Observation }

const timeline = fc
  .array(
    fc.record({
      elapsedSec: fc.integer({ min: 1, max: 4_000 }),
      gas: fc.bigInt({ min: 0n, max: 500_000_000_000n }),
      depth: fc.bigInt({ min: 0n, max: 900_000_000_000_000n }),
      variance: fc.bigInt({ min: 0n, max: 9_000_000_000_000_000_000n }),
      nav: fc.constantFrom(NAV, 0n, 5_000_000n),
      curvature: fc.constantFrom(0n, 250_000n, 3_000_000n),
      horizon: fc.constantFrom(0n, 86_400n),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((rows): Timed[] => {
    let at = START_AT
    return rows.map(({ elapsedSec, gas, depth, variance, nav, curvature, horizon }) => {
      at += elapsedSec
      const observation = {
        ...calm,
        baseFeePerGas: gas,
        depthUsd6: depth,
        varianceWad: variance,
        navUsd6: nav,
        curvaturePips: curvature,
        horizonSec: horizon,
      }
      return { at, observation }
    })
  })

const versions = fc.record({
  riskAversionE4: fc.bigInt({ min: 1_000n, max: 10_000_000n }),
  epochSec: fc.constantFrom(60n, 600n, 7_200n),
  cooldownSec: fc.constantFrom(0n, 900n),
  maxBandPips: fc.constantFrom(30_000n, 1_000_000n),
  maxAgeSec: fc.constantFrom(1_800n, 20_000n),
})

function toHistory(rows: readonly Timed[]) {
  const builder = new HistoryBuilder()
  for (const { at, observation } of rows) {
    builder.add(
      at,
      observationFields.map((field) => observation[field]),
    )
  }
  return prepareHistory(builder.finish())
}

function runByRow(rows: readonly Timed[], version: PolicyVersion, latencySec: number) {
  const market = new PolicyMarket({ core, version, latencySec })
  const inForce = rows.map(({ at, observation }) => {
    const values = market.readAt(at)
    const { navUsd6, curvaturePips, horizonSec } = observation
    const timed = { at, observation }
    market.observe(timed, Number(navUsd6), Number(curvaturePips) / 1e6, Number(horizonSec))
    return values
  })
  const targets = rows.map(({ observation }) => {
    try {
      return core.evaluate(observation, version.policy)
    } catch (error) {
      if (error instanceof OutOfDomainError) return undefined
      throw error
    }
  })
  return { inForce, targets, pushes: market.pushes }
}

describe('runModel', () => {
  test("P-144 the targets are the core's, and the values in force those of the contract and the bot, row by row", () => {
    fc.assert(
      fc.property(timeline, versions, fc.constantFrom(1, 60, 700), (rows, figures, latencySec) => {
        const { riskAversionE4, epochSec, cooldownSec, maxBandPips, maxAgeSec } = figures
        const version: PolicyVersion = {
          policy: { ...example.policy, riskAversionE4, epochSec },
          bounds: {
            ...example.bounds,
            cooldownSec,
            max: { ...example.bounds.max, bandPips: maxBandPips },
          },
          fallback: example.fallback,
          maxAgeSec,
        }
        const run = runModel(core, toHistory(rows), { version, latencySec })
        const expected = runByRow(rows, version, latencySec)
        expect(run.pushes).toBe(expected.pushes)
        expect(run.refused).toBe(expected.targets.filter((of) => of === undefined).length)
        for (const [index, field] of parameterFields.entries()) {
          const inForce = expected.inForce.map((values) => Number(values[field]))
          const targets = expected.targets.map((of) => (of ? Number(of[field]) : Number.NaN))
          expect([...(run.inForce[index] ?? [])]).toEqual(inForce)
          expect([...(run.targets[index] ?? [])]).toEqual(targets)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('behavior: a history is run again with another policy as if it were new', () => {
    const rows = Array.from({ length: 40 }, (_, row) => ({
      at: START_AT + 120 * row,
      observation: { ...calm, baseFeePerGas: BigInt(row + 1) * 5_000_000_000n },
    }))
    const history = toHistory(rows)
    const bold = { ...example, policy: { ...example.policy, riskAversionE4: 20_000n } }
    const first = runModel(core, history, { version: example, latencySec: 60 })
    runModel(core, history, { version: bold, latencySec: 60 })
    expect(runModel(core, history, { version: example, latencySec: 60 })).toEqual(first)
    expect(first.pushes).toBeGreaterThan(1)
  })

  test('behavior: what comes before is run and not shown', () => {
    const rows = Array.from({ length: 60 }, (_, row) => ({
      at: START_AT + 600 * row,
      observation: { ...calm, baseFeePerGas: BigInt((row % 7) + 1) * 9_000_000_000n },
    }))
    const whole = toHistory(rows)
    const settings = { version: example, latencySec: 60 }
    const all = runModel(core, whole, settings)
    const shown = runModel(core, { ...whole, warmRows: 20 }, settings)
    for (const [index] of parameterFields.entries()) {
      expect(shown.inForce[index]).toEqual(all.inForce[index]?.slice(20))
      expect(shown.targets[index]).toEqual(all.targets[index]?.slice(20))
    }
    const first = runModel(core, toHistory(rows.slice(0, 21)), settings)
    expect(shown.pushes).toBe(all.pushes - first.pushes)
  })

  test('behavior: nothing observed is nothing run', () => {
    const run = runModel(core, toHistory([]), { version: example, latencySec: 60 })
    expect(run).toMatchObject({ pushes: 0, refused: 0 })
    expect(run.inForce.every(({ length }) => length === 0)).toBe(true)
  })
})

describe('HistoryBuilder', () => {
  test('behavior: of what became known at one time the latest counts; more than its first room is kept', () => {
    const builder = new HistoryBuilder()
    const figures = observationFields.map((field) => calm[field])
    for (let row = 0; row < 3_000; row++) builder.add(START_AT + Math.floor(row / 2), figures)
    builder.add(START_AT + 1_499, [7n, ...figures.slice(1)])
    const { at, lanes } = builder.finish()
    expect(at).toHaveLength(1_500)
    expect(at.at(-1)).toBe(START_AT + 1_499)
    expect(lanes.at(-observationFields.length)).toBe(7n)
    expect(lanes[0]).toBe(calm.baseFeePerGas)
  })
})
