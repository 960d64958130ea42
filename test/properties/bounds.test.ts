import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BoundsOutcome } from '../../core/index.ts'
import {
  anyParameters,
  anyScript,
  anywhereCase,
  type BoundsScript,
  followUp,
  insideCase,
} from '../generators/boundsScripts.ts'
import { scaled, scaledTimeout, testSeed } from '../generators/random.ts'
import { applyBounds, type BoundsCase, typeMax } from '../oracle/bounds.ts'
import { type Parameters, parameterFields } from '../oracle/domain.ts'
import { clamp } from '../oracle/integers.ts'
import {
  beyondStep,
  loosenedInCooldown,
  movedInSameEpoch,
  outsideBounds,
  overBudget,
  recordedOverBudget,
  recordTouchedForNothing,
  tighteningHeldBack,
  type Update,
} from './bounds.ts'
import { type EngineName, type EngineUnderTest, engineNames, startEngine } from './engines.ts'
import { show } from './report.ts'

/** Runs of each property; a run of the EVM costs a call into it. */
const RUNS: Record<EngineName, number> = { wasm: scaled(2_000), evm: scaled(60) }
const COMPARED_CASES: Record<EngineName, number> = {
  wasm: scaled(10_000),
  evm: scaled(10_000),
}
const seed = testSeed()

describe.each(engineNames)('bounds of %s', (name) => {
  let engine: EngineUnderTest

  beforeAll(async () => {
    engine = await startEngine(name)
  }, 600_000)

  afterAll(() => engine.close())

  async function update(input: BoundsCase): Promise<Update> {
    const [outcome] = await engine.applyBoundsBatch([input])
    if (outcome instanceof Error) throw outcome
    return { input, outcome: outcome as BoundsOutcome }
  }

  async function play({ first, later }: BoundsScript): Promise<Update[]> {
    const updates = [await update(first)]
    for (const step of later) {
      const { input, outcome } = updates.at(-1) as Update
      updates.push(await update(followUp(input, outcome, step)))
    }
    return updates
  }

  function forScripts(check: (updates: Update[]) => void): Promise<void> {
    const property = fc.asyncProperty(anyScript, async (script) => check(await play(script)))
    return fc.assert(property, { seed, numRuns: RUNS[name] })
  }

  test(
    'P-30 every update is what the oracle says: values, record and limits',
    async () => {
      const cases = fc.sample(fc.oneof(insideCase, anywhereCase), {
        seed,
        numRuns: COMPARED_CASES[name],
      })
      const outcomes = await engine.applyBoundsBatch(cases)
      for (const [i, input] of cases.entries()) {
        expect(show(outcomes[i]), `seed ${seed}: ${show(input)}`).toBe(show(applyBounds(input)))
      }
    },
    scaledTimeout,
  )

  test(
    'P-31 the next value lies within min and max, wherever the value in force lies',
    async () => {
      const property = fc.asyncProperty(anywhereCase, async (input) => {
        expect(outsideBounds(await update(input))).toEqual([])
      })
      await fc.assert(property, { seed, numRuns: RUNS[name] })
    },
    scaledTimeout,
  )

  test(
    'P-32 no field moves beyond its step',
    () =>
      forScripts((updates) => {
        expect(updates.flatMap(beyondStep)).toEqual([])
      }),
    scaledTimeout,
  )

  test(
    'P-33 loosening never adds up to more than the budget and its refill',
    () =>
      forScripts((updates) => {
        expect(overBudget(updates)).toEqual([])
        expect(updates.flatMap(recordedOverBudget)).toEqual([])
      }),
    scaledTimeout,
  )

  test(
    'P-34 nothing loosens within the cooldown',
    () =>
      forScripts((updates) => {
        expect(updates.flatMap(loosenedInCooldown)).toEqual([])
      }),
    scaledTimeout,
  )

  test(
    'P-35 tightening is free of budget and cooldown, and costs neither',
    () =>
      forScripts((updates) => {
        expect(updates.flatMap(tighteningHeldBack)).toEqual([])
        expect(updates.filter(recordTouchedForNothing)).toEqual([])
      }),
    scaledTimeout,
  )

  test(
    'P-36 a target equal to the value in force changes nothing',
    async () => {
      const property = fc.asyncProperty(insideCase, async (input) => {
        const { outcome } = await update({ ...input, target: input.current })
        expect(outcome.next).toEqual(input.current)
        expect(outcome.loosening).toEqual(input.loosening)
        expect(Object.values(outcome.limits)).toEqual(Array(8).fill('none'))
      })
      await fc.assert(property, { seed, numRuns: RUNS[name] })
    },
    scaledTimeout,
  )

  test(
    'P-37 a higher target never gives a lower value',
    async () => {
      const property = fc.asyncProperty(anywhereCase, anyParameters, async (input, other) => {
        const one = await update(input)
        const two = await update({ ...input, target: other })
        for (const field of parameterFields) {
          const [low, high] = input.target[field] < other[field] ? [one, two] : [two, one]
          expect(low.outcome.next[field] <= high.outcome.next[field], field).toBe(true)
        }
      })
      await fc.assert(property, { seed, numRuns: RUNS[name] })
    },
    scaledTimeout,
  )

  test(
    'P-38 a step of 0 freezes, the largest value of the type lifts step and budget',
    async () => {
      const none = Object.fromEntries(parameterFields.map((field) => [field, 0n])) as Parameters
      const property = fc.asyncProperty(insideCase, async (input) => {
        const frozen = { ...input.bounds, stepUp: none, stepDown: none }
        expect((await update({ ...input, bounds: frozen })).outcome.next).toEqual(input.current)

        const free = { stepUp: typeMax, stepDown: typeMax, budget: typeMax, cooldownSec: 0n }
        const open = { ...input.bounds, ...free }
        const { next } = (await update({ ...input, bounds: open, isSameEpoch: false })).outcome
        for (const field of parameterFields) {
          const range = { min: open.min[field], max: open.max[field] }
          expect(next[field], field).toBe(clamp(input.target[field], range))
        }
      })
      await fc.assert(property, { seed, numRuns: RUNS[name] })
    },
    scaledTimeout,
  )

  test(
    'P-88 a further update in an epoch only tightens, and only where that step is unlimited',
    async () => {
      const property = fc.asyncProperty(anywhereCase, async (input) => {
        expect(movedInSameEpoch(await update({ ...input, isSameEpoch: true }))).toEqual([])
      })
      await fc.assert(property, { seed, numRuns: RUNS[name] })
    },
    scaledTimeout,
  )

  test(
    'P-39 inverted bounds are refused: the first field in the fixed order is named',
    async () => {
      const property = fc.asyncProperty(insideCase, anyParameters, async (input, above) => {
        const min = { ...input.bounds.min, ...raised(input, above) }
        const inverted = parameterFields.find((field) => min[field] > input.bounds.max[field])
        fc.pre(inverted !== undefined)
        const bounds = { ...input.bounds, min }
        const [refusal] = await engine.applyBoundsBatch([{ ...input, bounds }])
        expect(refusal).toMatchObject({
          name: 'BoundsInvertedError',
          code: 'core/bounds-inverted',
          field: inverted,
          min: min[inverted as keyof Parameters],
          max: bounds.max[inverted as keyof Parameters],
        })
      })
      await fc.assert(property, { seed, numRuns: RUNS[name] })
    },
    scaledTimeout,
  )

  test(
    'P-39 a clock behind the last loosening is refused',
    async () => {
      const property = fc.asyncProperty(insideCase, async (input) => {
        const lastAt = input.nowAt + 1n
        const loosening = { ...input.loosening, lastAt }
        const [refusal] = await engine.applyBoundsBatch([{ ...input, loosening }])
        expect(refusal).toMatchObject({
          name: 'ClockBackwardsError',
          code: 'core/clock-backwards',
          nowAt: input.nowAt,
          lastAt,
        })
      })
      await fc.assert(property, { seed, numRuns: RUNS[name] })
    },
    scaledTimeout,
  )

  test('P-39 of inverted bounds and a clock behind, the bounds are named', async () => {
    const [input] = fc.sample(insideCase, { seed, numRuns: 1 }) as [BoundsCase]
    const bounds = {
      ...input.bounds,
      min: { ...input.bounds.min, guardPips: 8n },
      max: { ...input.bounds.max, guardPips: 7n },
    }
    const loosening = { ...input.loosening, lastAt: input.nowAt + 1n }
    const [refusal] = await engine.applyBoundsBatch([{ ...input, bounds, loosening }])
    expect(refusal).toMatchObject({ name: 'BoundsInvertedError', field: 'guardPips' })
  })
})

/** Lifts the min of some fields above their max where the type has room. */
function raised({ bounds }: BoundsCase, above: Parameters): Partial<Parameters> {
  const lifted = parameterFields
    .filter((field) => above[field] % 2n === 1n && bounds.max[field] < typeMax[field])
    .map((field) => [field, bounds.max[field] + 1n])
  return Object.fromEntries(lifted)
}
