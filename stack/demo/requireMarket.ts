import { isDeepStrictEqual } from 'node:util'
import type { PublicClient } from 'viem'
import { readMarkets } from '../../client/readMarkets.ts'
import { fromAbiConfig, type MarketConfig } from '../../governance/index.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../local/localMarket.ts'
import type { MarketStack } from './createMarketDocument.ts'
import { MarketMismatchError } from './errors.ts'

/**
 * Reads the local market from the chain: it is there, with exactly what voters were asked for.
 *
 * @throws MarketMismatchError
 */
export async function requireMarket(
  client: PublicClient,
  { addresses: { governance, venue, vault }, marketStart, marketPolicy }: MarketStack,
): Promise<void> {
  const { riskParameters, startBlock } = governance
  const { markets } = await readMarkets(client, riskParameters, BigInt(startBlock))
  const got = markets.get(LOCAL_MARKET_ID)
  if (got === undefined) throw new MarketMismatchError('it is not there')
  const voted = fromAbiConfig(createLocalMarket(venue, vault, marketStart, marketPolicy))
  for (const name of Object.keys(voted) as (keyof MarketConfig)[]) {
    if (isDeepStrictEqual(got[name], voted[name])) continue
    throw new MarketMismatchError(`what it has for ${name} is not what was voted for`)
  }
}
