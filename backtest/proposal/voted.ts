import { zeroAddress, zeroHash } from 'viem'
import {
  applySettings,
  formatMarketConfig,
  type MarketConfig,
  ProposalError,
  readSettings,
} from '../../governance/index.ts'
import { findDifference } from '../report/findDifference.ts'
import type { PolicyVersion } from '../settings.ts'

/** What voters set of a market, as far as it decides the value in force. */
export type Voted = Pick<MarketConfig, 'policy' | 'bounds' | 'fallbackVector' | 'freshness'>

/** Voted settings as documents have them: each figure with its unit. */
export function formatVoted({ policy, bounds, fallbackVector, freshness }: Voted): object {
  return formatMarketConfig({ policy, bounds, fallbackVector, freshness } as MarketConfig)
}

/**
 * The other way round, as a whole configuration: nobody signs and nothing is measured in it.
 *
 * @throws ProposalError for a field that is missing, unknown or out of its range, and for what the contract would refuse.
 */
export function parseVoted(plain: unknown): MarketConfig {
  const { policy, bounds, fallback, freshness } = readSettings(JSON.stringify(plain ?? null))
  const voted = { policy, bounds, fallbackVector: fallback, freshness } as Voted
  if (!isWhole(voted, plain)) {
    const allowed = 'policy, bounds, fallback and freshness with all of their fields'
    throw new ProposalError([{ path: '', got: 'settings that are not complete', allowed }])
  }
  return applySettings(keepVoted(voted), {})
}

/** A configuration of which only the voted settings are left: no figure of a backtest depends on the rest. */
export function keepVoted({ policy, bounds, fallbackVector, freshness }: Voted): MarketConfig {
  return { ...standIn, policy, bounds, fallbackVector, freshness }
}

const standIn: Omit<MarketConfig, keyof Voted> = {
  source: {
    pool: zeroAddress,
    nativePool: zeroAddress,
    portfolio: zeroAddress,
    gasPriceOracle: zeroAddress,
    isQuoteToken0: true,
    quoteDecimals: 6n,
    isNativeToken0: false,
    nativeQuoteDecimals: 6n,
    hasGasLimit: true,
    segmentOffsetSec: 0n,
    startVarianceWad: 0n,
    startDepthRefUsd6: 0n,
    priceFeed: zeroAddress,
    maxPriceDeviationPips: 0n,
  },
  model: zeroAddress,
  coreHash: zeroHash,
  reporters: ['0x0000000000000000000000000000000000000001'],
  threshold: 1n,
}

function isWhole(voted: Voted, plain: unknown): boolean {
  try {
    return findDifference(formatVoted(voted), plain) === undefined
  } catch {
    // A field that is not there has no text.
    return false
  }
}

/** What the simulator of a policy's market takes. */
export function toVersion({ policy, bounds, fallbackVector, freshness }: Voted): PolicyVersion {
  return { policy, bounds, fallback: fallbackVector, maxAgeSec: freshness.maxAgeSec }
}
