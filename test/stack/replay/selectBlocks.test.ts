import { describe, expect, test } from 'vitest'
import { ReplayError } from '../../../stack/replay/errors.ts'
import { findPoolStart, selectBlocks } from '../../../stack/replay/selectBlocks.ts'
import { createBlock, createPoolRow } from '../../market/support/createRecording.ts'

/** Blocks at 10, 70, 75 and 200 s; rows at 0, 60, 75, 120 and 180 s. */
const recording = {
  blocks: [10n, 70n, 75n, 200n].map((at) => createBlock({ at })),
  pool: [0n, 60n, 75n, 120n, 180n].map((at) =>
    createPoolRow({ at, openTick: 100n + at, closeTick: 200n + at, liquidity: 1_000n + at }),
  ),
}
const timesOf = (from?: bigint, to?: bigint) =>
  selectBlocks(recording, from, to).map(({ block, rows }) => [
    block.at,
    ...rows.map(({ at }) => at),
  ])

describe('selectBlocks', () => {
  test('default: a row is in the first block at or after its time, several of them in their order', () => {
    expect(timesOf()).toEqual([
      [10n, 0n],
      [70n, 60n],
      [75n, 75n],
      [200n, 120n, 180n],
    ])
  })

  test('behavior: a part has what belongs to its own blocks, so that parts make the whole', () => {
    expect(timesOf(undefined, 75n)).toEqual([
      [10n, 0n],
      [70n, 60n],
    ])
    expect(timesOf(75n)).toEqual([
      [75n, 75n],
      [200n, 120n, 180n],
    ])
  })

  test('error: no block of that time', () => {
    expect(() => timesOf(76n, 200n)).toThrow(ReplayError)
    expect(() => timesOf(76n, 200n)).toThrow(
      'the market holds no block of that time; choose one within 1970-01-01 00:00 to 1970-01-01 00:03',
    )
  })
})

describe('findPoolStart', () => {
  test('default: what the block before left, at the very beginning what was known by then', () => {
    expect(findPoolStart(recording, 10n)).toEqual({ tick: 200n, liquidity: 1_000n })
    expect(findPoolStart(recording, 70n)).toEqual({ tick: 200n, liquidity: 1_000n })
    expect(findPoolStart(recording, 200n)).toEqual({ tick: 275n, liquidity: 1_075n })
  })

  test('behavior: with nothing known before, the first row opens it', () => {
    const pool = [createPoolRow({ at: 60n, openTick: 100n, closeTick: 260n, liquidity: 5n })]
    expect(findPoolStart({ ...recording, pool }, 10n)).toEqual({ tick: 100n, liquidity: 5n })
  })

  test('behavior: a pool without liquidity is opened with the least', () => {
    const pool = [createPoolRow({ at: 0n, liquidity: 0n })]
    expect(findPoolStart({ ...recording, pool }, 10n).liquidity).toBe(1n)
  })
})
