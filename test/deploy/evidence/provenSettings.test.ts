import { zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { chooseFeeAges, createProvenSettings } from '../../../deploy/evidence/provenSettings.ts'
import type { SourceConfig } from '../../../governance/index.ts'

const address = `0x${'11'.repeat(20)}` as const
const ids = { riskParameters: address, marketId: `0x${'22'.repeat(32)}` } as const
const source: SourceConfig = {
  pool: address,
  nativePool: address,
  portfolio: address,
  gasPriceOracle: zeroAddress,
  isQuoteToken0: true,
  quoteDecimals: 6n,
  isNativeToken0: false,
  nativeQuoteDecimals: 6n,
  hasGasLimit: true,
  segmentOffsetSec: 11n,
  startVarianceWad: 1n,
  startDepthRefUsd6: 1n,
  priceFeed: zeroAddress,
  maxPriceDeviationPips: 0n,
}
const choices = {
  isLean: false,
  valuesHoldings: false,
  varianceCap: 512,
  minFeeAgeBlocks: undefined,
  maxFeeAgeBlocks: undefined,
}

describe('chooseFeeAges', () => {
  test.each([
    ['Ethereum', 12_000, 25, 256],
    ['Base', 2_000, 150, 1_536],
    ['Arbitrum, whose blocks are known for 8,191', 250, 1_200, 8_191],
    ['a chain without blocks of different times', 0, 25, 256],
    ['an unknown chain', undefined, 25, 256],
  ])('default: %s', (_, blockTimeMs, minFeeAgeBlocks, maxFeeAgeBlocks) => {
    expect(chooseFeeAges(blockTimeMs)).toEqual({ minFeeAgeBlocks, maxFeeAgeBlocks })
  })
})

describe('createProvenSettings', () => {
  test('default: the source word for word, and ages by the block time', () => {
    expect(createProvenSettings(ids, source, choices, 12_000)).toEqual({
      riskParameters: address,
      marketId: ids.marketId,
      source,
      isLean: false,
      valuesHoldings: false,
      varianceCap: 512,
      minFeeAgeBlocks: 25,
      maxFeeAgeBlocks: 256,
    })
  })

  test.each([
    ['pool', zeroAddress],
    ['nativePool', zeroAddress],
    ['portfolio', zeroAddress],
    ['startVarianceWad', 0n],
    ['startDepthRefUsd6', 0n],
  ])('error: a source without %s', (name, value) => {
    const incomplete = { ...source, [name]: value }
    expect(() => createProvenSettings(ids, incomplete, choices, 12_000)).toThrow(`has no ${name},`)
  })

  test.each([
    [{ minFeeAgeBlocks: 256, maxFeeAgeBlocks: 25 }, /smallest age of a base fee is 256/],
    [{ minFeeAgeBlocks: 0 }, /smallest age of a base fee is 0/],
    [{ maxFeeAgeBlocks: 8_192 }, /largest age of a base fee is 8192/],
    [{ varianceCap: 2 ** 32 }, /variance cap is 4294967296/],
  ])('error: %j', (more, message) => {
    expect(() => createProvenSettings(ids, source, { ...choices, ...more }, 12_000)).toThrow(
      message,
    )
  })
})
