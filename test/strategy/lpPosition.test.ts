import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lpAsset, lpGammaCash, lpValue, openLp } from '../../strategy/lpPosition.ts'

interface Case {
  input: { lowerTick: string; upperTick: string; tick: string }
  expected: { valuePips: string; deltaCashPips: string; gammaCashPips: string }
}

const file = new URL('../vectors/strategies/lpPosition.ndjson', import.meta.url)
const cases = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line): Case => JSON.parse(line))
const priceOf = (tick: string) => 1.0001 ** Number(tick)

describe('lpPosition', () => {
  test('default: the vectors, each of value 1 at tick 0', () => {
    expect(cases).toHaveLength(200)
    for (const { input, expected } of cases) {
      const price = priceOf(input.tick)
      const position = openLp(1, 1, priceOf(input.lowerTick), priceOf(input.upperTick))
      const value = lpValue(position, price)
      const got = [value, lpAsset(position, price) * price, lpGammaCash(position, price)]
      const wanted = [expected.valuePips, expected.deltaCashPips, expected.gammaCashPips]
      for (const [index, pips] of wanted.entries()) {
        expect(Math.abs((got[index] ?? 0) * 1e6 - Number(pips))).toBeLessThan(
          1e-3 + 1e-8 * value * 1e6,
        )
      }
    }
  })
})
