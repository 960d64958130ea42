import type { Address } from 'viem'
import { defaultPolicy, defaultWeightPips } from '../../backtest/defaultPolicy.ts'
import { localAccounts } from './accounts.ts'
import { readArtifact } from './artifacts.ts'
import { type ChainClient, deployArtifact } from './chainClient.ts'
import type { Governance } from './deployGovernance.ts'
import type { Venue } from './deployVenue.ts'
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
  { factory, dollar, weth, feePips }: Venue,
  { name, symbol }: VaultLabel = { name: 'Gimbal local vault', symbol: 'gVLT' },
): Promise<Address> {
  const settings = {
    riskParameters,
    marketId: LOCAL_MARKET_ID,
    factory,
    quoteToken: dollar,
    riskyToken: weth,
    poolFeePips: feePips,
    mode: CONSTANT_MIX,
    weightPips: Number(defaultWeightPips),
    floorPips: 0,
    epochSec: Number(defaultPolicy.epochSec),
    slippageCapPips: Number(defaultPolicy.slippageCapPips),
    // An epoch. On the shipped day the price was up to 4.2 % from its mean of ten minutes: with the tighter limit of a calm
    // market the vault would stand still just when it has to trade.
    twapWindowSec: Number(defaultPolicy.epochSec),
    maxDeviationPips: 50_000, // 5 %
  }
  const args = [name, symbol, settings]
  const artifact = readArtifact('vault/RebalancingVault')
  return deployArtifact(client, localAccounts.deployer, 'RebalancingVault', artifact, args)
}
