import type { Hex } from 'viem'
import { readArtifact } from './artifacts.ts'
import { asTimelock } from './asTimelock.ts'
import { type ChainClient, send } from './chainClient.ts'
import type { Governance } from './deployGovernance.ts'
import { LOCAL_MARKET_ID, type LocalMarket } from './localMarket.ts'

/**
 * Adds a market as if a vote had passed. A stack whose market is to come from a real proposal leaves it out
 * (`market: 'none'`).
 */
export async function addMarketAsTimelock(
  client: ChainClient,
  { timelock, riskParameters }: Pick<Governance, 'timelock' | 'riskParameters'>,
  market: LocalMarket,
  marketId: Hex = LOCAL_MARKET_ID,
): Promise<void> {
  await asTimelock(client, timelock, async () => {
    const { abi } = readArtifact('RiskParameters')
    const args = [marketId, market]
    await send(client, timelock, { address: riskParameters, abi, functionName: 'addMarket', args })
  })
}
