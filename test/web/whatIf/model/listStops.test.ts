import { describe, expect, test } from 'vitest'
import { defaultPolicy } from '../../../../backtest/defaultPolicy.ts'
import { policySpecs } from '../../../../governance/fields.ts'
import { findStop, isLogField, listStops } from '../../../../web/whatIf/model/listStops.ts'

const find = (name: string) => {
  const spec = policySpecs.find((of) => of.name === name)
  if (spec === undefined) throw new Error(name)
  return spec
}

describe('listStops', () => {
  test.each(policySpecs.map((spec) => [spec.name, spec] as const))(
    'default: %s from its least to its largest value, each stop another one',
    (_, spec) => {
      const wanted = defaultPolicy[spec.field]
      const stops = listStops(spec, [wanted])
      expect([stops[0], stops.at(-1)]).toEqual([spec.min, spec.max])
      expect(stops).toContain(wanted)
      for (const [index, stop] of stops.slice(1).entries()) {
        expect(stop > (stops[index] as bigint)).toBe(true)
      }
    },
  )

  test('behavior: a range of decades has as many stops in each, none jumps by more than a twentieth', () => {
    const gas = listStops(find('riskAversion'), [])
    const within = (from: bigint, to: bigint) => gas.filter((of) => of >= from && of < to).length
    expect(within(1_000n, 10_000n)).toBeGreaterThan(130)
    expect(within(1_000_000n, 10_000_000n)).toBeGreaterThan(130)
    const jumps = gas.slice(1).map((stop, index) => Number(stop) / Number(gas[index]))
    expect(Math.max(...jumps)).toBeLessThan(1.05)
  })

  test('behavior: shares of a whole run evenly', () => {
    expect(policySpecs.filter((spec) => !isLogField(spec)).map(({ name }) => name)).toEqual([
      'gasTarget',
      'viscosity',
      'z',
      'zJump',
    ])
    const half = listStops(find('gasTarget'), [])
    expect(Number(half[Math.floor(half.length / 2)])).toBeCloseTo(500_000, -4)
  })
})

describe('findStop', () => {
  test('default: the nearest one', () => {
    const stops = [0n, 10n, 100n]
    expect([-5n, 0n, 4n, 6n, 54n, 56n, 100n, 999n].map((of) => findStop(stops, of))).toEqual([
      0, 0, 0, 1, 1, 2, 2, 2,
    ])
  })
})
