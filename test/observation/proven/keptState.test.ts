import { describe, expect, test } from 'vitest'
import {
  type KeptState,
  packKeptState,
  unpackKeptState,
} from '../../../observation/proven/index.ts'

const state: KeptState = {
  segment: (1n << 28n) - 1n,
  firstSegment: 13_768_801n,
  tickSum: -(1n << 55n),
  meanTickQ8: -(1n << 31n),
  depthRefUsd6: (1n << 64n) - 1n,
  varianceWad: 250_000_000_000_000_000n,
  navUsd6: (1n << 64n) - 2n,
  curvaturePips: 100_000_000n,
  latest: { baseFeePerGas: 100_000_000_000_000n, blockNumber: 25_000_000n },
  earlier: { baseFeePerGas: 7n, blockNumber: 24_999_950n },
}

describe('kept state', () => {
  test('default: what is packed is unpacked, at the ends of the fields too', () => {
    expect(unpackKeptState(packKeptState(state))).toEqual(state)
    const opposite = { ...state, tickSum: (1n << 55n) - 1n, meanTickQ8: 0n, earlier: undefined }
    expect(unpackKeptState(packKeptState(opposite))).toEqual(opposite)
    for (const word of packKeptState(state)) expect(word >> 256n).toBe(0n)
  })

  test('behavior: zero words are nothing', () => {
    expect(unpackKeptState([0n, 0n])).toBeUndefined()
  })

  test('behavior: an earlier fee of long ago is kept as 8,191 blocks away', () => {
    const far = { baseFeePerGas: 9n, blockNumber: 1_000n }
    const unpacked = unpackKeptState(packKeptState({ ...state, earlier: far }))
    expect(unpacked?.earlier).toEqual({ baseFeePerGas: 9n, blockNumber: 25_000_000n - 8_191n })
  })
})
