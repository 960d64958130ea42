import { type Address, parseAbi } from 'viem'
import { localAccounts } from '../../local/accounts.ts'
import { readArtifact } from '../../local/artifacts.ts'
import { type ChainClient, deployArtifact } from '../../local/chainClient.ts'
import { createBaseSettings } from '../createBaseSettings.ts'
import { groundPerpetual, PERP_FEE_PIPS } from '../perpetualVenues.ts'
import type { PortfolioKind } from '../portfolioKind.ts'

const abi = parseAbi([
  'struct LpFigures { uint256 feesQuote; uint256 lvrQuote; int256 fundingQuote; uint256 hedgeCostQuote; uint256 recentreCostQuote; uint32 recentres; }',
  'function figures() view returns (LpFigures)',
])

/** Liquidity around the price, and its delta sold on a perpetual (contracts/vault/HedgedLpVault.sol). */
export const lpKind: PortfolioKind = {
  title: 'hedged liquidity: a range around the price, and its delta sold on a perpetual',
  vaultText:
    'The vault provides liquidity around the price on one Uniswap pool, and sells its delta on Perpetual Protocol.',
  unhedgedText: 'provides the same liquidity and never sells its delta (band 100 %)',
  unhedgedOpens: false,
  isFundedByRequest: false,
  // Of the recorded pool's liquidity a small part: the replay takes as much of it back as the vaults add.
  navUsd6: 1_000_000_000_000n,
  // Of the perpetual; a range that is put anew swaps on the pool, by its fee.
  feePips: 3_000n + PERP_FEE_PIPS,
  cappedLegs: 2n,
  async deploy(ground) {
    const { client, venue } = ground
    const perp = await groundPerpetual(ground)
    const { deployer } = localAccounts
    const deploy = (name: string, source: string, args: readonly unknown[]) =>
      deployArtifact(client, deployer, name, readArtifact(source), args)
    return {
      align: perp.align,
      tend: perp.tend,
      async deployVault(riskParameters, name, symbol) {
        const liquidity = await deploy(
          'UniswapV3Liquidity',
          'venues/liquidity/UniswapV3Liquidity',
          [venue.pool, venue.dollar, venue.weth],
        )
        const adapter = await perp.deployAdapter()
        const settings = {
          base: createBaseSettings(venue, riskParameters),
          liquidity,
          perp: adapter,
          // docs/examples/portfolios/lp-hedge.yaml: most of it, within 10 % of the price, all of the delta.
          providedPips: 700_000,
          shareBandPips: 100_000,
          rangeTicks: 960,
          recentrePeriodSec: 0,
          recentreDeviationPips: 10_000,
          hedgedPips: 1_000_000,
          marginPips: 500_000,
        }
        const vault = await deploy('HedgedLpVault', 'vault/HedgedLpVault', [name, symbol, settings])
        return { vault, adapters: [adapter, liquidity] }
      },
      readEarnings: async ({ vault }, fromBlock) => {
        const before = await readFigures(client, vault, fromBlock - 1n)
        const after = await readFigures(client, vault)
        return [
          { name: 'fees earned', usd6: after.feesQuote - before.feesQuote },
          { name: 'loss to arbitrage', usd6: before.lvrQuote - after.lvrQuote },
          { name: 'funding', usd6: after.fundingQuote - before.fundingQuote },
        ]
      },
      countLiquidations: ({ adapters: [adapter = '0x'] }, fromBlock) =>
        perp.countLiquidations(adapter, fromBlock),
    }
  },
}

function readFigures(client: ChainClient, address: Address, blockNumber?: bigint) {
  return client.readContract({
    address,
    abi,
    functionName: 'figures',
    ...(blockNumber === undefined ? {} : { blockNumber }),
  })
}
