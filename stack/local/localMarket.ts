import { type Address, stringToHex, zeroAddress, zeroHash } from 'viem'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { type Parameters, type Policy, parameterCaps, parameterMax } from '../../core/index.ts'
import type { SourceStart } from '../../market/sourceStart.ts'
import { localAccounts } from './accounts.ts'
import type { Venue } from './deployVenue.ts'

/** Id of the local market: its name in ASCII. */
export const LOCAL_MARKET_ID = stringToHex('weth-usd', { size: 32 })

/** Where segments and averages start if no market says: 80 % squared and $500 M, about as on the shipped day. */
export const defaultStart: Readonly<SourceStart> = {
  segmentOffsetSec: 0,
  startVarianceWad: 640_000_000_000_000_000n,
  startDepthRefUsd6: 500_000_000_000_000n,
}

/**
 * The settings that the local market starts with, as voters would have set them: the policy of `gimbal replay`, bounds that let
 * tightening through at once and loosening in steps, a timid fallback, and two of three reporters.
 *
 * @param vault - The vault that tells its own figures.
 * @param start - Where segments and the two long averages start: what the pool was like before the market was added.
 * @param policy - The example's without it.
 */
export function createLocalMarket(
  { pool }: Pick<Venue, 'pool'>,
  vault: Address,
  start: SourceStart = defaultStart,
  policy: Policy = defaultPolicy,
) {
  const min: Parameters = {
    aggressivenessPips: 0n,
    bandPips: 1_000n, // 0.1 %
    maxTradeUsd: 0n,
    intervalSec: 60n,
    cppiMultiplierE3: 1_000n,
    guardPips: 1_000n,
    lotPips: 0n,
    returnPips: 0n,
  }
  // The loosening way by steps; the type's maximum lets the tightening way free, within an epoch too.
  const stepUp: Parameters = {
    ...parameterMax,
    aggressivenessPips: 200n, // 2.88 % a day
    maxTradeUsd: 200_000n,
    cppiMultiplierE3: 2_000n,
    lotPips: 5_000n, // 0.5 %
  }
  const stepDown: Parameters = {
    ...parameterMax,
    bandPips: 10_000n, // 1 %
    intervalSec: 86_400n, // 1 day
    guardPips: 20_000n, // 2 %
    returnPips: 2_500n, // 0.25 %
  }
  // Ten steps a day.
  const budget: Parameters = {
    aggressivenessPips: 10n * stepUp.aggressivenessPips,
    bandPips: 10n * stepDown.bandPips,
    maxTradeUsd: 10n * stepUp.maxTradeUsd,
    intervalSec: 10n * stepDown.intervalSec,
    cppiMultiplierE3: 10n * stepUp.cppiMultiplierE3,
    guardPips: 10n * stepDown.guardPips,
    lotPips: 10n * stepUp.lotPips,
    returnPips: 10n * stepDown.returnPips,
  }
  const fallbackVector: Parameters = {
    aggressivenessPips: 100n, // 1.44 % a day
    bandPips: 50_000n, // 5 %
    maxTradeUsd: 100_000n,
    intervalSec: 864_000n, // 10 days
    cppiMultiplierE3: 2_000n,
    guardPips: 200_000n, // 20 %
    lotPips: 10_000n, // 1 %: $100,000 of $10,000,000
    returnPips: 20_000n, // 2 %
  }
  const reporters = localAccounts.reporters.map(({ address }) => address)
  return {
    policy,
    bounds: {
      min,
      // 144 % a day.
      max: { ...parameterCaps, aggressivenessPips: 10_000n },
      stepUp,
      stepDown,
      budget,
      budgetWindowSec: 86_400n,
      cooldownSec: 0n,
    },
    fallbackVector,
    // Three epochs, two epochs, some forty minutes of blocks.
    freshness: { maxAgeSec: 1_800n, reportAgeSec: 1_200n, reportAgeBlocks: 200n },
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
    },
    // The standard model, which is compiled in.
    model: zeroAddress,
    coreHash: zeroHash,
    threshold: 2,
    reporters: reporters.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
  }
}

export type LocalMarket = ReturnType<typeof createLocalMarket>
