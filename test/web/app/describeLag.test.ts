import { describe, expect, test } from 'vitest'
import { describeLag } from '../../../web/app/describeLag.ts'

const nowMs = 1_700_000_000_000
const at = (ageSec: number) => BigInt(nowMs / 1_000 - ageSec)

describe('describeLag', () => {
  test('default: a node that follows its chain', () => {
    expect(describeLag(at(600), nowMs, { chainId: 1 })).toBeUndefined()
    expect(describeLag(at(-5), nowMs, { chainId: 1 })).toBeUndefined()
  })

  test('error: a node that is behind', () => {
    expect(describeLag(at(7_500), nowMs, { chainId: 1 })).toBe(
      'Its latest block is 2 h 5 min old; Ethereum brings one every 12 seconds. What you see is of that time.',
    )
    expect(describeLag(at(601), nowMs, { chainId: 8453 })).toContain('Base brings one every 0.2 s')
  })

  test('behavior: a chain with a time of its own, as a replay has, is never behind', () => {
    expect(describeLag(0n, nowMs, { chainId: 31_337 })).toBeUndefined()
    expect(describeLag(0n, nowMs, { chainId: 424_242 })).toBeUndefined()
  })
})
