import { describe, expect, test } from 'vitest'
import { GasFiller, TRANSACTION_GAS_CAP } from '../../../stack/replay/gasFiller.ts'

const LIMIT = 30_000_000n
const sum = (limits: bigint[]) => limits.reduce((total, gas) => total + gas, 0n)

describe('GasFiller', () => {
  test('default: over ten blocks with trades the share is met to a thousandth', () => {
    const filler = new GasFiller(LIMIT)
    let used = 0n
    for (let block = 0; block < 10; block += 1) {
      const actions = block % 5 === 4 ? 0 : 2
      const gasUsed = sum(filler.planBlock(600_000n, actions, 0n)) + BigInt(actions) * 140_000n
      filler.settleBlock(gasUsed)
      used += gasUsed
    }
    expect(Number(used) / Number(LIMIT * 10n)).toBeCloseTo(0.6, 3)
  })

  test('behavior: no transaction is above the cap, and a full block is not overfilled', () => {
    const limits = new GasFiller(LIMIT).planBlock(1_000_000n, 0, 0n)
    expect(limits).toEqual([TRANSACTION_GAS_CAP, LIMIT - TRANSACTION_GAS_CAP])
  })

  test('behavior: pending transactions of others fit beside the filling', () => {
    const limits = new GasFiller(LIMIT).planBlock(1_000_000n, 0, 5_000_000n)
    expect(sum(limits)).toBe(LIMIT - 5_000_000n)
  })
})
