import type { Hex } from 'viem'
import { readArtifact } from './artifacts.ts'
import type { ChainClient } from './chainClient.ts'
import type { Governance } from './deployGovernance.ts'
import { LOCAL_MARKET_ID, type LocalMarket } from './localMarket.ts'
import { sendAsTimelock } from './sendAsTimelock.ts'

/** Adds a market without a vote; a stack whose market is to come from a real proposal leaves it out (`market: 'none'`). */
export function addMarketAsTimelock(
  client: ChainClient,
  { timelock, riskParameters }: Pick<Governance, 'timelock' | 'riskParameters'>,
  market: LocalMarket,
  marketId: Hex = LOCAL_MARKET_ID,
): Promise<void> {
  const { abi } = readArtifact('RiskParameters')
  const args = [marketId, market]
  return sendAsTimelock(client, timelock, {
    address: riskParameters,
    abi,
    functionName: 'addMarket',
    args,
  })
}
