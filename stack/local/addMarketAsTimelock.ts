import { type Hex, parseEther } from 'viem'
import { readArtifact } from './artifacts.ts'
import { type ChainClient, send } from './chainClient.ts'
import type { Governance } from './deployGovernance.ts'
import { LOCAL_MARKET_ID, type LocalMarket } from './localMarket.ts'

/**
 * Adds a market as if a vote had passed: anvil lets the timelock, who alone may, send a transaction
 * without a key. No real chain does, and nothing but a local stack may use this; a stack whose market is to come
 * from a real proposal leaves it out (`market: 'none'`).
 */
export async function addMarketAsTimelock(
  client: ChainClient,
  { timelock, riskParameters }: Pick<Governance, 'timelock' | 'riskParameters'>,
  market: LocalMarket,
  marketId: Hex = LOCAL_MARKET_ID,
): Promise<void> {
  await client.impersonateAccount({ address: timelock })
  try {
    // The timelock holds no ether, and keeps none: it has to pay for the one transaction.
    await client.setBalance({ address: timelock, value: parseEther('1') })
    const { abi } = readArtifact('RiskParameters')
    const args = [marketId, market]
    await send(client, timelock, { address: riskParameters, abi, functionName: 'addMarket', args })
    await client.setBalance({ address: timelock, value: 0n })
  } finally {
    await client.stopImpersonatingAccount({ address: timelock })
  }
}
