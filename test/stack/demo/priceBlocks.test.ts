import { describe, expect, test } from 'vitest'
import { priceBlocks } from '../../../stack/demo/priceBlocks.ts'
import { ReplayError } from '../../../stack/replay/errors.ts'
import { createRecording, MARKET_DAY_AT } from '../../market/support/createRecording.ts'

const recording = createRecording(3, {
  pool: (minute) => ({ closeTick: 200_311n + 100n * BigInt(minute) }),
})

describe('priceBlocks', () => {
  test('default: each block has the price that is known with it, in the middle of its tick', () => {
    const prices = priceBlocks(recording, MARKET_DAY_AT + 48n, MARKET_DAY_AT + 120n)
    const price = (tick: number) => 1e12 / 1.0001 ** (tick + 0.5)
    expect(prices.map(({ at }) => Number(at - MARKET_DAY_AT))).toEqual([
      48, 48, 60, 72, 84, 96, 108,
    ])
    const [beginning, calm, moved] = prices
    expect(beginning?.price).toBeCloseTo(price(200_311), 4)
    expect(calm?.price).toBe(beginning?.price)
    expect(moved?.price).toBeCloseTo(price(200_411), 4)
    expect(prices.slice(3).every((block) => block.price === moved?.price)).toBe(true)
  })

  test('error: no block of that time', () => {
    expect(() => priceBlocks(recording, 0n, 1n)).toThrow(ReplayError)
  })
})
