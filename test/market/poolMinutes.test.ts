import { describe, expect, test } from 'vitest'
import { computePoolMinutes, type PoolChange, type PoolChanges } from '../../market/poolMinutes.ts'

const fromAt = 1_692_307_800n

function record(changes: readonly PoolChange[], more: Partial<PoolChanges> = {}) {
  const poolBefore = { tick: 100n, liquidity: 1_000n }
  return computePoolMinutes({ fromAt, toAt: fromAt + 120n, changes, poolBefore, ...more })
}

const swap = (sec: bigint, tick: bigint, amount0: bigint, amount1: bigint): PoolChange => {
  return { kind: 'swap', timestamp: fromAt + sec, tick, liquidity: 900n, amount0, amount1 }
}
const change = (sec: bigint, tickLower: bigint, tickUpper: bigint, liquidityDelta: bigint) =>
  ({ kind: 'liquidity', timestamp: fromAt + sec, tickLower, tickUpper, liquidityDelta }) as const

describe('computePoolMinutes', () => {
  test('default: ticks after trades, amounts by direction, liquidity at the end', () => {
    const [first, second] = record([
      swap(0n, 103n, -50n, 60n),
      swap(12n, 99n, 30n, -20n),
      swap(59n, 101n, -5n, 6n),
    ])
    expect(first).toEqual({
      at: fromAt + 60n,
      liquidity: 900n,
      openTick: 103n,
      closeTick: 101n,
      lowestTick: 99n,
      highestTick: 103n,
      inAmount0: 30n,
      inAmount1: 66n,
    })
    // Without a trade the tick stays, and nothing is paid.
    expect(second).toEqual({
      at: fromAt + 120n,
      liquidity: 900n,
      openTick: 101n,
      closeTick: 101n,
      lowestTick: 101n,
      highestTick: 101n,
      inAmount0: 0n,
      inAmount1: 0n,
    })
  })

  test('behavior: a Mint or a Burn counts where the price is, its lower tick included, its upper not', () => {
    const liquidityAfter = (tickLower: bigint, tickUpper: bigint) =>
      record([change(1n, tickLower, tickUpper, -10n)])[0]?.liquidity
    expect(liquidityAfter(100n, 101n)).toBe(990n)
    expect(liquidityAfter(99n, 100n)).toBe(1_000n)
    expect(liquidityAfter(101n, 200n)).toBe(1_000n)
  })

  test('behavior: minutes before the first trade of an unknown pool are undefined', () => {
    const late = record([swap(60n, 5n, 1n, -1n)], { poolBefore: undefined })
    expect(late[0]).toBeUndefined()
    expect(late[1]).toMatchObject({ closeTick: 5n })
    expect(record([], { poolBefore: undefined })).toEqual([undefined, undefined])
  })

  test('behavior: a pool that is created has its first tick and no liquidity', () => {
    const created: PoolChange = { kind: 'initialize', timestamp: fromAt, tick: 7n }
    const [first] = record([created], { poolBefore: undefined })
    expect(first).toMatchObject({ openTick: 7n, closeTick: 7n, liquidity: 0n })
  })
})
