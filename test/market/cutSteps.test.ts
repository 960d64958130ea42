import { describe, expect, test } from 'vitest'
import { cutSteps } from '../../market/cutSteps.ts'
import { diskReader } from '../../market/files/diskReader.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import type { Steps } from '../../market/steps.ts'

type Column = Exclude<keyof Steps, 'count' | 'observations'>

async function collect(chunks: AsyncIterable<Steps>) {
  const all: Steps[] = []
  for await (const steps of chunks) all.push(structuredClone(steps))
  const [first] = all as [Steps]
  const names = Object.keys(first).filter((name) => first[name as Column] instanceof Float64Array)
  return {
    counts: all.map(({ count }) => count),
    observations: all.flatMap(({ observations }) => observations),
    columns: names.map((name) =>
      all.flatMap((steps) => [...steps[name as Column].slice(0, steps.count)]),
    ),
  }
}

describe('cutSteps', () => {
  test.each([1, 100, 10_000])(
    'default: in chunks of %i, every step and observation once',
    async (rows) => {
      const market = await openMarket('ethereum-2022-05-12')
      const whole = await collect(diskReader.readSteps(market))
      const cut = await collect(cutSteps(diskReader.readSteps(market), rows))
      expect(cut.columns).toEqual(whole.columns)
      expect(cut.observations).toEqual(whole.observations)
      expect(Math.max(...cut.counts)).toBe(Math.min(rows, 567))
    },
  )

  test('behavior: an observation is in the chunk of the step that knows it', async () => {
    const market = await openMarket('ethereum-2022-05-12')
    let afterAt = Number.NEGATIVE_INFINITY
    for await (const { at, count, observations } of cutSteps(diskReader.readSteps(market), 7)) {
      const untilAt = at[count - 1] as number
      for (const of of observations) {
        expect(of.at).toBeGreaterThan(afterAt)
        expect(of.at).toBeLessThanOrEqual(untilAt)
      }
      afterAt = untilAt
    }
  })
})
