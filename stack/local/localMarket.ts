import { type Address, stringToHex, zeroAddress, zeroHash } from 'viem'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { exampleSettings } from '../../backtest/exampleSettings.ts'
import type { Policy } from '../../core/index.ts'
import type { SourceStart } from '../../market/sourceStart.ts'
import { localAccounts } from './accounts.ts'
import type { Venue } from './deployVenue.ts'

/** Id of the local market: its name in ASCII. */
export const LOCAL_MARKET_ID = stringToHex('weth-usd', { size: 32 })

/** Id of the same market by evidence that nobody signs: its name in ASCII. */
export const PROVEN_MARKET_ID = stringToHex('weth-usd-proven', { size: 32 })

/** Where segments and averages start if no market says: 80 % squared and $500 M, about as on the shipped day. */
export const defaultStart: Readonly<SourceStart> = {
  segmentOffsetSec: 0,
  startVarianceWad: 640_000_000_000_000_000n,
  startDepthRefUsd6: 500_000_000_000_000n,
}

/** The feed of signed prices that a market's source names, and how far the mean price may be off. */
export interface PriceTerms {
  priceFeed: Address
  maxPriceDeviationPips: number
}

const noFeed: PriceTerms = { priceFeed: zeroAddress, maxPriceDeviationPips: 0 }

/**
 * The settings that the local market starts with: the example's (`backtest/exampleSettings.ts`), and two of three reporters.
 *
 * @param vault - The vault that tells its own figures.
 * @param start - Where segments and the two long averages start: what the pool was like before the market was added.
 * @param policy - The example's without it.
 * @param prices - No feed without it.
 */
export function createLocalMarket(
  { pool }: Pick<Venue, 'pool'>,
  vault: Address,
  start: SourceStart = defaultStart,
  policy: Policy = defaultPolicy,
  prices: PriceTerms = noFeed,
) {
  const { bounds, fallbackVector, freshness } = exampleSettings
  const reporters = localAccounts.reporters.map(({ address }) => address)
  return {
    policy,
    bounds,
    fallbackVector,
    freshness,
    source: {
      pool,
      nativePool: pool,
      portfolio: vault,
      // The local chain has no data fee, and Ethereum's gas limit.
      gasPriceOracle: zeroAddress,
      isQuoteToken0: true,
      quoteDecimals: 6,
      isNativeToken0: false,
      nativeQuoteDecimals: 6,
      hasGasLimit: true,
      ...start,
      ...prices,
    },
    // The standard model, which is compiled in.
    model: zeroAddress,
    coreHash: zeroHash,
    threshold: 2,
    reporters: reporters.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
  }
}

export type LocalMarket = ReturnType<typeof createLocalMarket>

/**
 * The same market, but that one contract is its only reporter, which measures for itself.
 *
 * @param market - The market that it is compared with: policy, bounds and source are its own.
 * @param reporter - The contract.
 */
export function createProvenMarket(market: LocalMarket, reporter: Address): LocalMarket {
  return { ...market, threshold: 1, reporters: [reporter] }
}
