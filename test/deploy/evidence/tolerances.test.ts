import { describe, expect, test } from 'vitest'
import { defaultTolerances, parseTolerances } from '../../../deploy/evidence/tolerances.ts'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import { runTolerances, type TolerancePercents } from '../../../scripts/reference/runTolerances.ts'

describe('parseTolerances', () => {
  test('default: what is not named keeps its default', () => {
    expect(parseTolerances('depth=7.5, nav=0')).toEqual({
      ...defaultTolerances,
      depthPips: 75_000,
      navPips: 0,
    })
  })

  test.each([
    ['debt=1', /the tolerance debt=1 is unknown; give NAME=PERCENT, with a name of depth,/],
    ['depth', /the tolerance depth is missing/],
    ['depth=x', /the tolerance depth is x; give per cent/],
    ['depth=1,depth=2', /the tolerance depth is given twice/],
    ['depth=1=2', /unknown/],
    ['baseFee=999999', /the tolerance baseFee is 999999/],
  ])('error: %s', (text, message) => {
    expect(() => parseTolerances(text)).toThrow(message)
  })
})

describe('the default tolerances', () => {
  const { depthPips, nativePricePips, averagesPips, baseFeePips, gasUsedRatioPips } =
    defaultTolerances
  const percents: TolerancePercents = {
    baseFeePerGas: baseFeePips / 10_000,
    gasUsedRatioPips: gasUsedRatioPips / 10_000,
    nativePriceUsd6: nativePricePips / 10_000,
    depthUsd6: depthPips / 10_000,
    depthRefUsd6: averagesPips / 10_000,
    varianceWad: averagesPips / 10_000,
  }

  test('default: on the day of a shock they take what honest signers report', async () => {
    const market = await openMarket('ethereum-2022-05-12')
    const recording = await diskReader.readRecording(market)
    const taken = runTolerances(recording, [0, 1, 2]).map(({ countTaken }) => countTaken(percents))
    // docs/evidence.md, "Both".
    expect(taken.map((share) => Number((share * 100).toFixed(1)))).toEqual([99.6, 98.9, 96.6])
  })

  test('behavior: half of the tolerance for depth and gas used refuses several times as many', async () => {
    const recording = await diskReader.readRecording(await openMarket('ethereum-2022-05-12'))
    const [figures] = runTolerances(recording, [0])
    const tighter = Object.assign({}, percents, { depthUsd6: 12.5, gasUsedRatioPips: 6 })
    expect(figures?.countTaken(tighter)).toBeLessThan(0.96)
  })
})
