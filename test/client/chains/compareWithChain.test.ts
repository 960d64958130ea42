import { zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { findChainFacts, knownChains } from '../../../client/chains/chainFacts.ts'
import { compareWithChain } from '../../../client/chains/compareWithChain.ts'
import { formatSpan } from '../../../client/chains/formatSpan.ts'
import type { ChainNow } from '../../../client/chains/readChain.ts'
import { readFeeRule } from '../../../client/chains/readChain.ts'
import type { MarketConfig } from '../../../governance/index.ts'
import { localConfig } from '../../governance/support/localMarket.ts'

const on = (chainId: number): ChainNow => {
  const facts = findChainFacts(chainId)
  return { facts, blockTimeMs: facts?.blockTimeMs, feeRule: facts?.feeRule }
}

/** The example market as it would be right on a chain. */
function suit(chainId: number): MarketConfig {
  const {
    feeRule,
    hasGasLimit,
    gasPriceOracle,
    segmentOffsetSec = 0n,
  } = findChainFacts(chainId) ?? expect.fail('it is not known')
  const { policy, source, freshness } = localConfig
  return {
    ...localConfig,
    policy: { ...policy, ...feeRule, txBytes: 300n },
    source: {
      ...source,
      hasGasLimit,
      segmentOffsetSec,
      gasPriceOracle: gasPriceOracle ?? zeroAddress,
    },
    freshness: { ...freshness, reportAgeSec: 60n, reportAgeBlocks: 8_191n },
  }
}

describe('compareWithChain', () => {
  test('default: the example market is right on Ethereum, and its blocks last 40 minutes', () => {
    expect(compareWithChain(localConfig, on(1))).toEqual({
      notes: [
        'reportAgeBlocks of 200 blocks last 40 min; at 12 s a block, the 8,191 blocks whose hashes the chain keeps last 27.3 h',
      ],
      warnings: [],
    })
  })

  test('default: on Base its fee rule, its data fee and its blocks are wrong', () => {
    const { notes, warnings } = compareWithChain(localConfig, on(8_453))
    expect(notes).toEqual([
      'reportAgeBlocks of 200 blocks last 40 s; at 0.2 s a block, the 8,191 blocks whose hashes the chain keeps last 27 min',
    ])
    expect(warnings).toEqual([
      'reportAgeBlocks of 200 blocks last 40 s, and reportAge is 20 min: a report is refused by its block before it is by its age; raise reportAgeBlocks, or lower reportAge',
      'gasTarget 50 % with baseFeeDenominator 8 is not the fee rule of Base, which is gasTarget 20 % with baseFeeDenominator 100; correct the policy, or its congestion is misjudged',
      'gasPriceOracle is 0x0000000000000000000000000000000000000000, and the data fee of Base is told by 0x420000000000000000000000000000000000000F; give that',
    ])
  })

  test.each(knownChains)('behavior: $name has settings that fit', ({ chainId }) => {
    expect(compareWithChain(suit(chainId), on(chainId)).warnings).toEqual([])
  })

  test.each<[string, number, (config: MarketConfig) => MarketConfig, string]>([
    [
      'another denominator',
      137,
      (config) => ({ ...config, policy: { ...config.policy, baseFeeDenominator: 16n } }),
      'gasTarget 65 % with baseFeeDenominator 16 is not the fee rule of Polygon PoS',
    ],
    [
      'a gas limit that measures nothing',
      42_161,
      (config) => ({ ...config, source: { ...config.source, hasGasLimit: true } }),
      'hasGasLimit is true',
    ],
    [
      'a gas limit that is not read',
      1,
      (config) => ({ ...config, source: { ...config.source, hasGasLimit: false } }),
      'hasGasLimit is false',
    ],
    [
      'an oracle where there is no fee',
      1,
      (config) => ({
        ...config,
        source: { ...config.source, gasPriceOracle: config.source.pool },
      }),
      'has no such fee',
    ],
    [
      'a data fee of nothing',
      10,
      (config) => ({ ...config, policy: { ...config.policy, txBytes: 0n } }),
      'txSize is 0 bytes',
    ],
    [
      'segments that begin within a slot',
      1,
      (config) => ({ ...config, source: { ...config.source, segmentOffsetSec: 10n } }),
      'segmentOffset is 10 s, and blocks of Ethereum begin at 11 s and every 12 s',
    ],
  ])('error: %s', (_, chainId, change, warning) => {
    const { warnings } = compareWithChain(change(suit(chainId)), on(chainId))
    expect(warnings).toEqual([expect.stringContaining(warning)])
  })

  test('behavior: another slot of the same segment is as good, and Base has a block in every second', () => {
    const at = (chainId: number, segmentOffsetSec: bigint) => {
      const config = suit(chainId)
      const source = { ...config.source, segmentOffsetSec }
      return compareWithChain({ ...config, source }, on(chainId)).warnings
    }
    expect([at(1, 23n), at(1, 119n), at(8_453, 7n), at(10, 3n)]).toEqual([[], [], [], []])
  })

  test('behavior: a sixth of the gas limit may be voted rounded either way', () => {
    const feeRule = { gasTargetPips: 166_666n, baseFeeDenominator: 125n }
    const warn = (gasTargetPips: bigint) => {
      const config = suit(8_453)
      const policy = { ...config.policy, gasTargetPips, baseFeeDenominator: 125n }
      return compareWithChain({ ...config, policy }, { ...on(8_453), feeRule }).warnings.length
    }
    expect([166_665n, 166_666n, 166_667n, 166_668n].map(warn)).toEqual([0, 0, 0, 1])
  })

  test('behavior: of an unknown chain only its blocks are known, of an unborn one nothing', () => {
    const chain = { facts: undefined, feeRule: undefined }
    const { notes, warnings } = compareWithChain(localConfig, { ...chain, blockTimeMs: 200 })
    expect([notes.length, warnings]).toEqual([1, []])
    const nothing = compareWithChain(localConfig, { ...chain, blockTimeMs: undefined })
    expect(nothing).toEqual({ notes: [], warnings: [] })
  })

  test('behavior: the rule in a header of the OP Stack, of either version', () => {
    const rule = { gasTargetPips: 500_000n, baseFeeDenominator: 250n }
    expect(readFeeRule('0x00000000fa00000002')).toEqual(rule)
    expect(readFeeRule('0x01000000fa000000020000000000989680')).toEqual(rule)
    expect(readFeeRule('0x000000007d00000006')).toEqual({
      gasTargetPips: 166_666n,
      baseFeeDenominator: 125n,
    })
    for (const other of ['0x', '0xd883010e08', '0x00000000fa00000000'] as const) {
      expect(readFeeRule(other)).toBeUndefined()
    }
  })

  test.each([
    [8_191, 12_000, '27.3 h'],
    [8_191, 2_000, '4.6 h'],
    [393_168, 250, '27.3 h'],
    [8_191, 200, '27 min'],
    [1, 250, '0.3 s'],
  ])('behavior: %d blocks of %d ms last %s', (blocks, blockTimeMs, span) => {
    expect(formatSpan(blocks, blockTimeMs)).toBe(span)
  })
})
