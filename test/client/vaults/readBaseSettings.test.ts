import { type Address, encodeAbiParameters, type Hex, parseAbiParameters } from 'viem'
import { describe, expect, test } from 'vitest'
import { readBaseSettings } from '../../../client/vaults/readBaseSettings.ts'

const address = (digit: string): Address => `0x${digit.repeat(40)}`
const base = {
  riskParameters: address('1'),
  marketId: `0x${'2'.repeat(64)}`,
  factory: address('3'),
  quoteToken: address('4'),
  riskyToken: address('5'),
  poolFeePips: 3_000,
  epochSec: 600,
  slippageCapPips: 5_000,
  twapWindowSec: 600,
  maxDeviationPips: 50_000,
} as const
const struct =
  'struct Base { address riskParameters; bytes32 marketId; address factory; address quoteToken; address riskyToken; uint24 poolFeePips; uint32 epochSec; uint32 slippageCapPips; uint32 twapWindowSec; uint32 maxDeviationPips; }'

const read = (data: Hex) => readBaseSettings({ call: async () => ({ data }) }, address('9'))

describe('readBaseSettings', () => {
  test('default: what all vaults have, whatever their kind adds, and with a list in it too', async () => {
    const short = parseAbiParameters(['Own own', struct, 'struct Own { Base base; address perp; }'])
    const long = parseAbiParameters([
      'Own own',
      struct,
      'struct Own { Base base; address perp; uint32[] legs; }',
    ])
    const expected = {
      riskParameters: base.riskParameters,
      marketId: base.marketId,
      quoteToken: base.quoteToken,
      riskyToken: base.riskyToken,
      poolFeePips: 3_000n,
      epochSec: 600n,
      slippageCapPips: 5_000n,
      twapWindowSec: 600n,
      maxDeviationPips: 50_000n,
    }
    const perp = address('6')
    expect(await read(encodeAbiParameters(short, [{ base, perp }]))).toEqual(expected)
    const listed = encodeAbiParameters(long, [{ base, perp, legs: [1, 2] }])
    expect(await read(listed)).toEqual(expected)
  })

  test('error: no contract answers', async () => {
    await expect(read('0x')).rejects.toThrow()
  })
})
