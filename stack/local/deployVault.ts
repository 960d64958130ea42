import type { Address } from 'viem'
import { defaultPolicy, defaultWeightPips } from '../../backtest/defaultPolicy.ts'
import { localAccounts } from './accounts.ts'
import { readArtifact } from './artifacts.ts'
import { type ChainClient, deployArtifact } from './chainClient.ts'
import type { Governance } from './deployGovernance.ts'
import { POOL_FEE_PIPS, type Venue } from './deployVenue.ts'
import { LOCAL_MARKET_ID } from './localMarket.ts'

const CONSTANT_MIX = 0

/** Name of the shares; two vaults of one chain should have different names. */
interface VaultLabel {
  name: string
  symbol: string
}

/** The reference vault on the local pool: half dollars, half ether. It reads the local market's parameters. */
export function deployVault(
  client: ChainClient,
  { riskParameters }: Pick<Governance, 'riskParameters'>,
  { factory, dollar, weth }: Venue,
  { name, symbol }: VaultLabel = { name: 'Gimbal local vault', symbol: 'gVLT' },
): Promise<Address> {
  const settings = {
    riskParameters,
    marketId: LOCAL_MARKET_ID,
    factory,
    quoteToken: dollar,
    riskyToken: weth,
    poolFeePips: POOL_FEE_PIPS,
    mode: CONSTANT_MIX,
    weightPips: Number(defaultWeightPips),
    floorPips: 0,
    epochSec: Number(defaultPolicy.epochSec),
    slippageCapPips: Number(defaultPolicy.slippageCapPips),
    twapWindowSec: 1_800,
    maxDeviationPips: 20_000, // 2 %
  }
  const args = [name, symbol, settings]
  const artifact = readArtifact('vault/RebalancingVault')
  return deployArtifact(client, localAccounts.deployer, 'RebalancingVault', artifact, args)
}
