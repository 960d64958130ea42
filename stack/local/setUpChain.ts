import type { Address } from 'viem'
import type { Policy } from '../../core/index.ts'
import type { SourceStart } from '../../market/sourceStart.ts'
import { addMarketAsTimelock } from './addMarketAsTimelock.ts'
import { createChainClient } from './chainClient.ts'
import {
  type DeployGovernanceOptions,
  deployGovernance,
  type Governance,
} from './deployGovernance.ts'
import { deployVault } from './deployVault.ts'
import { deployVenue, type Venue } from './deployVenue.ts'
import { createLocalMarket, type PriceTerms } from './localMarket.ts'
import { type OpenPoolOptions, openPool } from './openPool.ts'

/** Every contract of the stack. */
export interface StackAddresses {
  governance: Governance
  venue: Venue
  vault: Address
}

/** Deploys all contracts. The pool has no price yet, and there is no market: see `startMarket`. */
export async function setUpChain(
  options: DeployGovernanceOptions & { poolFeePips: bigint },
): Promise<StackAddresses> {
  const client = createChainClient(options.url)
  // A second a block, however long it takes here: the same start gives the same chain.
  await client.setBlockTimestampInterval({ interval: 1 })
  const governance = await deployGovernance(options)
  const venue = await deployVenue(client, Number(options.poolFeePips))
  const vault = await deployVault(client, governance, venue)
  return { governance, venue, vault }
}

/** Adds the market as the timelock would, then gives the pool its price and liquidity: the index sees it all. */
export async function startMarket(
  url: string,
  { governance, venue, vault }: StackAddresses,
  market: {
    addedBy: 'timelock' | 'none'
    start: SourceStart
    policy: Policy
    prices?: PriceTerms | undefined
  },
  pool: OpenPoolOptions,
): Promise<void> {
  const client = createChainClient(url)
  if (market.addedBy === 'timelock') {
    const config = createLocalMarket(venue, vault, market.start, market.policy, market.prices)
    await addMarketAsTimelock(client, governance, config)
  }
  await openPool(client, venue, pool)
  await client.removeBlockTimestampInterval()
}
