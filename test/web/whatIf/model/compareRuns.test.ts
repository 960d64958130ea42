import { describe, expect, test } from 'vitest'
import { exampleSettings } from '../../../../backtest/exampleSettings.ts'
import { type Bounds, parameterFields } from '../../../../core/index.ts'
import { compareRuns, type FieldComparison } from '../../../../web/whatIf/model/compareRuns.ts'
import { drawBounds } from '../../../../web/whatIf/model/drawBounds.ts'
import type { ModelRun } from '../../../../web/whatIf/model/runModel.ts'
import { sayComparison } from '../../../../web/whatIf/model/sayComparison.ts'

/** 2023-11-15 00:00 UTC. */
const START_AT = 1_700_006_400
const { bounds } = exampleSettings
const band = parameterFields.indexOf('bandPips')

/** A run in which only the band is not 0. */
function run(inForce: readonly number[], targets: readonly number[] = inForce): ModelRun {
  const columns = (values: readonly number[]) =>
    parameterFields.map((_, index) =>
      index === band ? Float64Array.from(values) : new Float64Array(values.length),
    )
  return { inForce: columns(inForce), targets: columns(targets), pushes: 1, refused: 0 }
}

function compare(
  before: ModelRun,
  after: ModelRun,
  options: { stepSec?: number; afterBounds?: Bounds } = {},
): FieldComparison {
  const { stepSec = 600, afterBounds = bounds } = options
  const length = before.inForce[0]?.length ?? 0
  const at = Float64Array.from({ length }, (_, row) => START_AT + stepSec * row)
  const compared = compareRuns(at, { run: before, bounds }, { run: after, bounds: afterBounds })
  expect(compared.map(({ field }) => field)).toEqual([...parameterFields])
  return compared[band] as FieldComparison
}

describe('compareRuns', () => {
  test('default: how often, which way, by how much, and when most', () => {
    const before = run([30_000, 30_000, 30_000, 30_000])
    const after = run([30_000, 25_000, 45_000, 50_000])
    expect(compare(before, after)).toMatchObject({
      differing: 3,
      looser: 1,
      asked: 3,
      meanDifference: 40_000 / 3,
      largest: { at: START_AT + 1_800, before: 30_000, after: 50_000 },
    })
  })

  test('behavior: the worst hour is one of the clock, by the mean of the difference in it', () => {
    // Twelve rows of ten minutes: two hours. A large difference for one row is less than a smaller one for all of an hour.
    const calm = Array.from({ length: 12 }, () => 20_000)
    const moved = calm.map((value, row) => (row === 2 ? 40_000 : row >= 6 ? 26_000 : value))
    expect(compare(run(calm), run(moved)).worstHour).toEqual({
      at: START_AT + 3_600,
      before: 20_000,
      after: 26_000,
    })
  })

  test('behavior: time at a bound counts by the bounds of each', () => {
    const narrow = { ...bounds, max: { ...bounds.max, bandPips: 25_000n } }
    const before = run([1_000, 30_000, 25_000])
    const after = run([1_000, 25_000, 25_000])
    expect(compare(before, after, { afterBounds: narrow })).toMatchObject({
      atMin: { before: 1, after: 1 },
      atMax: { before: 0, after: 2 },
    })
  })

  test('behavior: a target that is refused in both is no difference', () => {
    const same = run([1, 1], [Number.NaN, 7])
    expect(compare(same, same)).toMatchObject({ asked: 0, differing: 0, largest: undefined })
    expect(compare(same, run([1, 1], [Number.NaN, 8])).asked).toBe(1)
  })
})

describe('sayComparison', () => {
  const say = (...args: Parameters<typeof compare>) => {
    return sayComparison(compare(...args), args[0].inForce[0]?.length ?? 0)
  }

  test('default: whole sentences with the field’s own units', () => {
    const before = run([30_000, 30_000, 30_000, 30_000])
    expect(say(before, run([30_000, 25_000, 45_000, 50_000]))).toEqual([
      'Differs 75 % of the time: looser in 33 % of it, tighter in 67 %. By 1.333 % on average, most on 2023-11-15 00:30:00 UTC: 5 % in place of 3 %.',
      'Furthest apart in the hour from 2023-11-15 00:00:00 UTC: 3.75 % in place of 3 % on average.',
    ])
  })

  test('behavior: a bound is told with how it was before', () => {
    const narrow = { ...bounds, max: { ...bounds.max, bandPips: 25_000n } }
    const before = run([30_000, 25_000])
    const [first, second] = say(before, run([25_000, 25_000]), { afterBounds: narrow })
    expect(first).toMatch(/^Differs 50 % of the time: always looser\./)
    expect(second).toBe('At the largest allowed value 100 % of the time (0 % before).')
  })

  test('behavior: nothing differs, or only what is asked for', () => {
    expect(say(run([5, 5]), run([5, 5]))).toEqual(['The same all along.'])
    expect(say(run([5, 5]), run([5, 5], [5, 9]))).toEqual([
      "In force the same all along: what the model asks for otherwise 50 % of the time comes to nothing, by bounds, steps or the bot's dead-band.",
    ])
  })

  test('behavior: a share that is not none is never told as none', () => {
    const calm = Array.from({ length: 1_000 }, () => 5)
    const moved = calm.map((value, row) => (row === 3 ? 6 : value))
    expect(say(run(calm), run(moved))[0]).toMatch(/^Differs less than 1 % of the time/)
    expect(say(run(calm), run(calm.map((value, row) => (row === 3 ? value : 6))))[0]).toMatch(
      /^Differs more than 99 % of the time/,
    )
  })
})

describe('drawBounds', () => {
  const at = Float64Array.of(START_AT, START_AT + 600)
  const values = Float64Array.of(30_000, 40_000)
  const draw = (min: bigint, max: bigint, before: Bounds = bounds) => {
    const after = {
      ...bounds,
      min: { ...bounds.min, bandPips: min },
      max: { ...bounds.max, bandPips: max },
    }
    const scale = 10_000
    return drawBounds({ at, own: values, other: values, field: 'bandPips', scale, before, after })
  }

  test('default: bounds near the values are a corridor', () => {
    const { corridor, lines, words } = draw(20_000n, 50_000n)
    expect(corridor).toMatchObject({ lower: Float64Array.of(2, 2), upper: Float64Array.of(5, 5) })
    expect(lines).toEqual([])
    expect(words).toEqual(['Allowed is 2 % to 5 %, before 0.1 % to 100 %.'])
  })

  test('behavior: a bound that would flatten the values is told and not drawn', () => {
    const { corridor, lines, words } = draw(20_000n, 1_000_000n)
    expect(corridor).toBeUndefined()
    expect(lines.map(({ label, values: drawn }) => [label, drawn[0]])).toEqual([
      ['smallest allowed', 2],
    ])
    expect(words).toEqual(['Allowed is 2 % to 100 %, before 0.1 % to 100 %.'])
  })

  test('behavior: the bounds before are drawn where they were others', () => {
    const before = { ...bounds, max: { ...bounds.max, bandPips: 45_000n } }
    expect(draw(1_000n, 50_000n, before).lines.map(({ label }) => label)).toContain(
      'largest allowed before',
    )
  })
})
