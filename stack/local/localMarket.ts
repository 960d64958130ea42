import { type Address, stringToHex } from 'viem'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import type { Parameters } from '../../core/index.ts'
import { localAccounts } from './accounts.ts'
import type { Venue } from './deployVenue.ts'

/** Id of the local market: its name in ASCII. */
export const LOCAL_MARKET_ID = stringToHex('weth-usd', { size: 32 })

const U16 = 65_535n
const U32 = 4_294_967_295n
const U64 = 18_446_744_073_709_551_615n

/**
 * The settings that the local market starts with, as voters would have set them: the policy of `gimbal replay`, bounds that let
 * tightening through at once and loosening in steps, a timid fallback, and two of three reporters.
 *
 * @param vault - The vault whose net asset value counts.
 */
export function createLocalMarket({ pool }: Venue, vault: Address) {
  const min: Parameters = {
    aggressivenessPips: 0n,
    bandPips: 1_000n, // 0.1 %
    maxTradeUsd6: 0n,
    minIntervalSec: 60n,
    cppiMultiplierE3: 1_000n,
    guardPips: 1_000n,
  }
  const max: Parameters = {
    aggressivenessPips: 1_000_000n,
    bandPips: 1_000_000n,
    maxTradeUsd6: U64,
    minIntervalSec: U32,
    cppiMultiplierE3: U16,
    guardPips: 4_000_000n,
  }
  // The loosening way by steps; the type's maximum lets the tightening way free.
  const stepUp: Parameters = {
    aggressivenessPips: 100_000n,
    bandPips: U32,
    maxTradeUsd6: 100_000_000_000n, // $100,000
    minIntervalSec: U32,
    cppiMultiplierE3: 1_000n,
    guardPips: U32,
  }
  const stepDown: Parameters = {
    aggressivenessPips: U32,
    bandPips: 50_000n, // 5 %
    maxTradeUsd6: U64,
    minIntervalSec: 36_000n,
    cppiMultiplierE3: U16,
    guardPips: 100_000n,
  }
  // Ten steps a day.
  const budget: Parameters = {
    aggressivenessPips: 1_000_000n,
    bandPips: 500_000n,
    maxTradeUsd6: 1_000_000_000_000n,
    minIntervalSec: 360_000n,
    cppiMultiplierE3: 10_000n,
    guardPips: 1_000_000n,
  }
  const fallbackVector: Parameters = {
    aggressivenessPips: 1_000n, // 0.1 % an epoch
    bandPips: 100_000n, // 10 %
    maxTradeUsd6: 10_000_000_000n, // $10,000
    minIntervalSec: 3_600n,
    cppiMultiplierE3: 2_000n,
    guardPips: 200_000n,
  }
  const reporters = localAccounts.reporters.map(({ address }) => address)
  return {
    policy: defaultPolicy,
    bounds: { min, max, stepUp, stepDown, budget, budgetWindowSec: 86_400n, cooldownSec: 0n },
    fallbackVector,
    // Three epochs, two epochs, some forty minutes of blocks.
    freshness: { maxAgeSec: 1_800n, reportAgeSec: 1_200n, reportAgeBlocks: 200n },
    source: {
      pool,
      nativePool: pool,
      portfolio: vault,
      isQuoteToken0: true,
      quoteDecimals: 6,
      isNativeToken0: false,
      nativeQuoteDecimals: 6,
    },
    threshold: 2,
    reporters: reporters.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
  }
}

export type LocalMarket = ReturnType<typeof createLocalMarket>
