import type { Address } from 'viem'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import type { Venue } from '../local/deployVenue.ts'
import { LOCAL_MARKET_ID } from '../local/localMarket.ts'

/** What the settings of every position vault on the local pool begin with, as the reference vault's (stack/local/deployVault.ts). */
export function createBaseSettings(
  { factory, dollar, weth, feePips }: Venue,
  riskParameters: Address,
) {
  return {
    riskParameters,
    marketId: LOCAL_MARKET_ID,
    factory,
    quoteToken: dollar,
    riskyToken: weth,
    poolFeePips: feePips,
    epochSec: Number(defaultPolicy.epochSec),
    slippageCapPips: Number(defaultPolicy.slippageCapPips),
    twapWindowSec: Number(defaultPolicy.epochSec),
    maxDeviationPips: 50_000, // 5 %
  }
}
