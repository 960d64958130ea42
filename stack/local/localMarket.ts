import { type Address, stringToHex, zeroAddress, zeroHash } from 'viem'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { type Parameters, parameterCaps, parameterMax } from '../../core/index.ts'
import type { SourceStart } from '../../market/segments.ts'
import { localAccounts } from './accounts.ts'
import type { Venue } from './deployVenue.ts'

/** Id of the local market: its name in ASCII. */
export const LOCAL_MARKET_ID = stringToHex('weth-usd', { size: 32 })

/**
 * Where segments and averages start if no record says: 16 % squared and $130 M, as on the shipped day. Blocks of a replay
 * come at 0, 12, 24, 36 and 48 s of a minute: with an offset of 0 no block reaches into two segments.
 */
export const defaultStart: Readonly<SourceStart> = {
  segmentOffsetSec: 0,
  startVarianceWad: 25_600_000_000_000_000n,
  startDepthRefUsd6: 130_000_000_000_000n,
}

/**
 * The settings that the local market starts with, as voters would have set them: the policy of `gimbal replay`, bounds that let
 * tightening through at once and loosening in steps, a timid fallback, and two of three reporters.
 *
 * @param vault - The vault that tells its own figures.
 * @param start - Where segments and the two long averages start: what the pool was like before the market was added.
 */
export function createLocalMarket(
  { pool }: Pick<Venue, 'pool'>,
  vault: Address,
  start: SourceStart = defaultStart,
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
    aggressivenessPips: 100n, // 1.44 % a day
    maxTradeUsd: 100_000n,
    cppiMultiplierE3: 10_000n,
    lotPips: 10_000n, // 1 %
  }
  const stepDown: Parameters = {
    ...parameterMax,
    bandPips: 50_000n, // 5 %
    intervalSec: 2_592_000n, // 30 days
    guardPips: 100_000n,
    returnPips: 20_000n, // 2 %
  }
  // Ten steps a day.
  const budget: Parameters = {
    aggressivenessPips: 10n * stepUp.aggressivenessPips,
    bandPips: 10n * stepDown.bandPips,
    maxTradeUsd: 10n * stepUp.maxTradeUsd,
    intervalSec: 10n * stepDown.intervalSec,
    // More than its range: the type ends before ten steps.
    cppiMultiplierE3: parameterMax.cppiMultiplierE3,
    guardPips: 10n * stepDown.guardPips,
    lotPips: 10n * stepUp.lotPips,
    returnPips: 10n * stepDown.returnPips,
  }
  const fallbackVector: Parameters = {
    aggressivenessPips: 50n, // 0.72 % a day
    bandPips: 100_000n, // 10 %
    maxTradeUsd: 10_000n,
    intervalSec: 2_592_000n, // 30 days
    cppiMultiplierE3: 2_000n,
    guardPips: 200_000n,
    lotPips: 1_000n, // 0.1 %: $10,000 of $10,000,000
    returnPips: 50_000n, // 5 %
  }
  const reporters = localAccounts.reporters.map(({ address }) => address)
  return {
    policy: defaultPolicy,
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
