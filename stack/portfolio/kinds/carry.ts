import { defaultNavUsd6 } from '../../../backtest/defaultPolicy.ts'
import { localAccounts } from '../../local/accounts.ts'
import { readArtifact } from '../../local/artifacts.ts'
import { deployArtifact } from '../../local/chainClient.ts'
import { createBaseSettings } from '../createBaseSettings.ts'
import { groundPerpetual, PERP_FEE_PIPS } from '../perpetualVenues.ts'
import type { PortfolioKind } from '../portfolioKind.ts'

/** Ether, and as much of its perpetual sold (contracts/vault/CarryVault.sol). */
export const carryKind: PortfolioKind = {
  title: 'cash and carry: ether, and as much of its perpetual sold',
  vaultText:
    'The vault holds ether and has sold as much of its perpetual, on Perpetual Protocol; it trades both legs together.',
  unhedgedText:
    'began with the same pair and is left alone after that, whatever becomes of the margin; only what cannot wait is done (band 100 %)',
  unhedgedOpens: true,
  isFundedByRequest: false,
  navUsd6: defaultNavUsd6,
  feePips: 3_000n + PERP_FEE_PIPS,
  cappedLegs: 2n,
  async deploy(ground) {
    const { client, venue } = ground
    const perp = await groundPerpetual(ground)
    const artifact = readArtifact('vault/CarryVault')
    return {
      align: perp.align,
      tend: perp.tend,
      async deployVault(riskParameters, name, symbol) {
        const adapter = await perp.deployAdapter()
        const settings = {
          base: createBaseSettings(venue, riskParameters),
          perp: adapter,
          // docs/examples/portfolios/carry.yaml: three times, topped up when half of the margin is gone.
          topUpPips: 500_000,
          // A rise lets the maintenance grow with the short: 6.25 % of a guard of up to 40 %.
          reservePips: 25_000,
          maxLeverageE3: 3_000,
          idlePips: 20_000, // 2 %
        }
        const args = [name, symbol, settings]
        const { deployer } = localAccounts
        const vault = await deployArtifact(client, deployer, 'CarryVault', artifact, args)
        return { vault, adapters: [adapter] }
      },
      readEarnings: async ({ adapters: [adapter = '0x'] }, fromBlock) => [
        await perp.readFunding(adapter, fromBlock),
      ],
      countLiquidations: ({ adapters: [adapter = '0x'] }, fromBlock) =>
        perp.countLiquidations(adapter, fromBlock),
    }
  },
}
