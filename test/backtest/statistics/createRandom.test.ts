import { describe, expect, test } from 'vitest'
import {
  createRandom,
  createRandomFrom,
  splitMix,
} from '../../../backtest/statistics/createRandom.ts'

describe('createRandom', () => {
  test('default: the published numbers of xoshiro256** from the state 1, 2, 3, 4', () => {
    const random = createRandomFrom([1n, 2n, 3n, 4n])
    const numbers = Array.from({ length: 10 }, () => {
      const { high, low } = random.nextHalves()
      return (BigInt(high) << 32n) | BigInt(low)
    })
    expect(numbers).toEqual([
      11_520n,
      0n,
      1_509_978_240n,
      1_215_971_899_390_074_240n,
      1_216_172_134_540_287_360n,
      607_988_272_756_665_600n,
      16_172_922_978_634_559_625n,
      8_476_171_486_693_032_832n,
      10_595_114_339_597_558_777n,
      2_904_607_092_377_533_576n,
    ])
  })

  test('behavior: the published numbers of splitmix64 from the seed 1234567', () => {
    expect(splitMix(1_234_567n, 5)).toEqual([
      6_457_827_717_110_365_317n,
      3_203_168_211_198_807_973n,
      9_817_491_932_198_370_423n,
      4_593_380_528_125_082_431n,
      16_408_922_859_458_223_821n,
    ])
  })

  test('behavior: the halves are the 64-bit words of the algorithm, also after many steps', () => {
    const mask = (1n << 64n) - 1n
    const turn = (word: bigint, by: bigint) => ((word << by) | (word >> (64n - by))) & mask
    const seed = 0xdead_beef_0123_4567n
    let [a, b, c, d] = splitMix(seed, 4) as [bigint, bigint, bigint, bigint]
    const random = createRandom(seed)
    for (let step = 0; step < 10_000; step++) {
      const expected = (turn((b * 5n) & mask, 7n) * 9n) & mask
      const shifted = (b << 17n) & mask
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= shifted
      d = turn(d, 45n)
      const { high, low } = random.nextHalves()
      expect((BigInt(high) << 32n) | BigInt(low)).toBe(expected)
    }
  })

  test('behavior: units are spread evenly from 0 to below 1', () => {
    const { nextUnit } = createRandom(7n)
    const counts: number[] = new Array(10).fill(0)
    for (let draw = 0; draw < 100_000; draw++) {
      const unit = nextUnit()
      if (unit < 0 || unit >= 1) throw new Error(`${unit} is no unit`)
      const tenth = Math.floor(unit * 10)
      counts[tenth] = (counts[tenth] as number) + 1
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })
})
