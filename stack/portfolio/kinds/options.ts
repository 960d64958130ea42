import { type Address, parseAbi, parseEther, zeroAddress } from 'viem'
import { localAccounts } from '../../local/accounts.ts'
import { readArtifact } from '../../local/artifacts.ts'
import { type ChainClient, deployArtifact } from '../../local/chainClient.ts'
import { deployOptions, deployOptionVenue, openBoard } from '../../venues/deployOptions.ts'
import { createBaseSettings } from '../createBaseSettings.ts'
import { groundPerpetual, PERP_FEE_PIPS } from '../perpetualVenues.ts'
import type { PortfolioKind } from '../portfolioKind.ts'
import { tendOptions } from '../tendOptions.ts'

const abi = parseAbi([
  'struct OptionPosition { bool isCall; int256 sizeRisky; uint256 strikeWad; uint40 expiryAt; int32 deltaPips; uint32 gammaCashPips; int256 worthQuote; }',
  'function positions() view returns (OptionPosition[])',
])
const DAY_SEC = 86_400
/** Four weeks: hours of a recording change neither that nor the strike. */
const TERM_SEC = BigInt(28 * DAY_SEC)
/** Of the strikes, of the price at the start. */
const STRIKES_PERCENT = [90n, 100n, 110n]

/** A straddle bought on Lyra, and its delta sold on a perpetual (contracts/vault/HedgedOptionsVault.sol). */
export const optionsKind: PortfolioKind = {
  title:
    'hedged options: a bought straddle of four weeks, and its delta held on a perpetual; no expiry falls into the hours that are shown',
  vaultText:
    'The vault holds a bought straddle on Lyra, and hedges its delta on Perpetual Protocol.',
  unhedgedText:
    'began with the same straddle and the first hedge that buying it puts on, and never hedges after that (band 100 %)',
  unhedgedOpens: true,
  isFundedByRequest: true,
  // What one vault buys raises the volatility that the next one pays: at this size each begins 0.08 % below the one before.
  navUsd6: 4_000_000_000_000n,
  feePips: PERP_FEE_PIPS,
  cappedLegs: 1n,
  async deploy(ground) {
    const { client, venue, aggregator, priceUsd6 } = ground
    const perp = await groundPerpetual(ground)
    const options = await deployOptions(client, venue, aggregator)
    const { timestamp } = await client.getBlock()
    await openBoard(client, options, {
      expiryAt: timestamp + TERM_SEC,
      volatilityWad: parseEther('0.9'), // about what ether's options cost in a week like that
      strikesUsd6: STRIKES_PERCENT.map((percent) => (priceUsd6 * percent) / 100n),
    })
    const tend = tendOptions(client, options)
    return {
      align: perp.align,
      tend: async (at) => {
        await Promise.all([perp.tend(at), tend(at)])
      },
      async deployVault(riskParameters, name, symbol) {
        const perpAdapter = await perp.deployAdapter()
        const optionAdapter = await deployOptionVenue(client, options)
        const settings = {
          base: createBaseSettings(venue, riskParameters),
          options: optionAdapter,
          perp: perpAdapter,
          // A call and a put, each on half of the value.
          legs: [true, false].map((isCall) => ({
            isCall,
            quantityPips: 500_000,
            strikePips: 1_000_000,
            premiumPips: 150_000,
            collateralPips: 0,
          })),
          minTermSec: 7 * DAY_SEC,
          maxTermSec: 60 * DAY_SEC,
          strikeTolerancePips: 100_000,
          optionCapPips: 20_000,
          marginPips: 800_000,
          graceSec: 3 * DAY_SEC,
          priceFeed: zeroAddress,
        }
        const artifact = readArtifact('vault/HedgedOptionsVault')
        const args = [name, symbol, settings]
        const { deployer } = localAccounts
        const vault = await deployArtifact(client, deployer, 'HedgedOptionsVault', artifact, args)
        return { vault, adapters: [perpAdapter, optionAdapter] }
      },
      async readEarnings({ adapters: [perpAdapter = '0x', optionAdapter = '0x'] }, fromBlock) {
        const [before, after, funding] = await Promise.all([
          readWorthUsd6(client, optionAdapter, fromBlock - 1n),
          readWorthUsd6(client, optionAdapter),
          perp.readFunding(perpAdapter, fromBlock),
        ])
        // Decay and what the price did together: nothing is bought or sold meanwhile.
        return [{ name: 'change of the options', usd6: after - before }, funding]
      },
      // What is bought has no debt: only the hedge can be liquidated.
      countLiquidations: ({ adapters: [perpAdapter = '0x'] }, fromBlock) =>
        perp.countLiquidations(perpAdapter, fromBlock),
    }
  },
}

async function readWorthUsd6(
  client: ChainClient,
  address: Address,
  blockNumber?: bigint,
): Promise<bigint> {
  const all = await client.readContract({
    address,
    abi,
    functionName: 'positions',
    ...(blockNumber === undefined ? {} : { blockNumber }),
  })
  return all.reduce((sum, { worthQuote }) => sum + worthQuote, 0n)
}
