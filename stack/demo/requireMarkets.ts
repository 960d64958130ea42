import { isDeepStrictEqual } from 'node:util'
import type { PublicClient } from 'viem'
import { readMarkets } from '../../client/readMarkets.ts'
import { formatMarket, fromAbiConfig, type MarketConfig } from '../../governance/index.ts'
import { listMarkets, type MarketStack } from './createMarketDocument.ts'
import { MarketMismatchError } from './errors.ts'

/**
 * Reads the markets that voters were asked for from the chain: they are there, with exactly what was asked.
 *
 * @throws MarketMismatchError
 */
export async function requireMarkets(client: PublicClient, stack: MarketStack): Promise<void> {
  const { riskParameters, startBlock } = stack.addresses.governance
  const { markets } = await readMarkets(client, riskParameters, BigInt(startBlock))
  for (const [id, market] of listMarkets(stack)) {
    const got = markets.get(id)
    if (got === undefined) throw new MarketMismatchError(`${formatMarket(id)} is not there`)
    const voted = fromAbiConfig(market)
    for (const name of Object.keys(voted) as (keyof MarketConfig)[]) {
      if (isDeepStrictEqual(got[name], voted[name])) continue
      throw new MarketMismatchError(`what it has for ${name} is not what was voted for`)
    }
  }
}
