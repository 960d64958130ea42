import { describe, expect, test } from 'vitest'
import { RecordError } from '../../../market/errors.ts'
import {
  computeMinutes,
  type PoolChange,
  type RecordedChain,
} from '../../../market/record/recordMinutes.ts'

const fromAt = 1_692_307_800n

function record(changes: readonly PoolChange[], more: Partial<RecordedChain> = {}) {
  const poolBefore = { tick: 100n, liquidity: 1_000n }
  const toAt = fromAt + 120n
  return computeMinutes({
    fromAt,
    toAt,
    blocks: [],
    changes,
    feeBefore: 7n,
    poolBefore,
    ...more,
  })
}

const swap = (sec: bigint, tick: bigint, amount0: bigint, amount1: bigint): PoolChange => {
  return { kind: 'swap', timestamp: fromAt + sec, tick, liquidity: 900n, amount0, amount1 }
}
const change = (sec: bigint, tickLower: bigint, tickUpper: bigint, liquidityDelta: bigint) =>
  ({ kind: 'liquidity', timestamp: fromAt + sec, tickLower, tickUpper, liquidityDelta }) as const

describe('computeMinutes', () => {
  test('default: ticks after trades, amounts by direction, liquidity at the end', () => {
    const [first, second] = record([
      swap(0n, 103n, -50n, 60n),
      swap(12n, 99n, 30n, -20n),
      swap(59n, 101n, -5n, 6n),
    ])
    expect(first).toEqual({
      minuteAt: fromAt,
      baseFeePerGas: 7n,
      liquidity: 900n,
      openTick: 103n,
      closeTick: 101n,
      lowestTick: 99n,
      highestTick: 103n,
      inAmount0: 30n,
      inAmount1: 66n,
      netAmount0: -25n,
      netAmount1: 46n,
    })
    // Without a trade the tick stays, and nothing is paid.
    expect(second).toEqual({
      minuteAt: fromAt + 60n,
      baseFeePerGas: 7n,
      liquidity: 900n,
      openTick: 101n,
      closeTick: 101n,
      lowestTick: 101n,
      highestTick: 101n,
      inAmount0: 0n,
      inAmount1: 0n,
      netAmount0: 0n,
      netAmount1: 0n,
    })
  })

  test('behavior: a Mint or a Burn counts where the price is, its lower tick included, its upper not', () => {
    const liquidityAfter = (tickLower: bigint, tickUpper: bigint) =>
      record([change(1n, tickLower, tickUpper, -10n)])[0]?.liquidity
    expect(liquidityAfter(100n, 101n)).toBe(990n)
    expect(liquidityAfter(99n, 100n)).toBe(1_000n)
    expect(liquidityAfter(101n, 200n)).toBe(1_000n)
  })

  test('behavior: the base fee is the mean of the headers, half a wei up, and carried without any', () => {
    const fees = [1n, 2n, 2n, 1n].map((baseFeePerGas, index) => {
      return { timestamp: fromAt + 12n * BigInt(index), baseFeePerGas }
    })
    expect(record([], { blocks: fees }).map((minute) => minute.baseFeePerGas)).toEqual([2n, 2n])
    const below = [...fees, { timestamp: fromAt + 59n, baseFeePerGas: 1n }]
    expect(record([], { blocks: below })[0]?.baseFeePerGas).toBe(1n)
  })

  test('behavior: the first trade gives a state that is not known, if it comes in the first minute', () => {
    const changes = [swap(59n, 5n, 1n, -1n)]
    expect(record(changes, { poolBefore: undefined })[0]).toMatchObject({ closeTick: 5n })
    const late = () => record([swap(60n, 5n, 1n, -1n)], { poolBefore: undefined })
    expect(late).toThrow(RecordError)
    expect(late).toThrow(
      /21:30 is not known, up to 2023-08-17 21:31: .* a time from 2023-08-17 21:31/,
    )
    expect(() => record([], { poolBefore: undefined })).toThrow(
      /nobody trades in the recorded time/,
    )
  })

  test('error: a chain without base fees', () => {
    expect(() => record([], { feeBefore: 0n })).toThrow(
      /21:30 has a base fee of 0 wei, a scenario needs 1 to 100000000000000/,
    )
  })
})
