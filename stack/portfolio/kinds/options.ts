import { type Address, erc20Abi, parseAbi, parseEther } from 'viem'
import { localAccounts } from '../../local/accounts.ts'
import { readArtifact } from '../../local/artifacts.ts'
import { type ChainClient, deployArtifact, send } from '../../local/chainClient.ts'
import { deployOptions, deployOptionVenue, openBoard } from '../../venues/deployOptions.ts'
import { createBaseSettings } from '../createBaseSettings.ts'
import { groundPerpetual, PERP_FEE_PIPS } from '../perpetualVenues.ts'
import type { PortfolioKind } from '../portfolioKind.ts'

const DAY_SEC = 86_400
/** The run is over long before: what it shows is the hedge, not an expiry. */
const TERM_SEC = 28 * DAY_SEC
/** A year; what ether's options were sold at in that month, about. */
const VOLATILITY = parseEther('1')
/** Of the price, per cent. */
const STRIKES = [80n, 90n, 100n, 110n, 120n]

const abi = parseAbi([
  'function requestDeposit(uint256 assets, address controller, address owner) returns (uint256 requestId)',
  'struct OptionPosition { bool isCall; int256 sizeRisky; uint256 strikeWad; uint40 expiryAt; int32 deltaPips; uint32 gammaCashPips; int256 worthQuote; }',
  'function positions() view returns (OptionPosition[])',
])

/** A straddle that is held, and its delta hedged on a perpetual (contracts/vault/HedgedOptionsVault.sol). */
export const optionsKind: PortfolioKind = {
  title: 'hedged options: a straddle of four weeks, and its delta hedged on a perpetual',
  vaultText:
    'The vault holds a call and a put on Lyra, each on half of its net value, and hedges their delta on Perpetual Protocol.',
  unhedgedText: 'holds the same options and never hedges them (band 100 %)',
  unhedgedOpens: false,
  navUsd6: 1_000_000_000_000n,
  feePips: PERP_FEE_PIPS,
  cappedLegs: 1n,
  async deploy(ground) {
    const { client, venue, aggregator, priceUsd6 } = ground
    const perp = await groundPerpetual(ground)
    const options = await deployOptions(client, venue, aggregator)
    const { timestamp } = await client.getBlock()
    await openBoard(client, options, {
      expiryAt: timestamp + BigInt(TERM_SEC),
      volatilityWad: VOLATILITY,
      strikesUsd6: STRIKES.map((percent) => (priceUsd6 * percent) / 100n),
    })
    return {
      align: perp.align,
      tend: perp.tend,
      async deployVault(riskParameters, name, symbol) {
        const adapter = await perp.deployAdapter()
        const book = await deployOptionVenue(client, options)
        const settings = {
          base: createBaseSettings(venue, riskParameters),
          options: book,
          perp: adapter,
          legs: [true, false].map((isCall) => ({
            isCall,
            quantityPips: 500_000,
            strikePips: 1_000_000,
            // A straddle of four weeks costs a tenth of what it is on, at this volatility; twice as much is too dear.
            premiumPips: 200_000,
            collateralPips: 0,
          })),
          minTermSec: 7 * DAY_SEC,
          maxTermSec: 60 * DAY_SEC,
          strikeTolerancePips: 100_000,
          optionCapPips: 30_000,
          marginPips: 800_000,
          graceSec: 3 * DAY_SEC,
        }
        const artifact = readArtifact('vault/HedgedOptionsVault')
        const args = [name, symbol, settings]
        const { deployer } = localAccounts
        const vault = await deployArtifact(client, deployer, 'HedgedOptionsVault', artifact, args)
        return { vault, adapters: [adapter, book] }
      },
      async fund(vault, usd6) {
        const { trader } = localAccounts
        const approve = { functionName: 'approve', args: [vault, usd6] }
        await send(client, trader, { address: venue.dollar, abi: erc20Abi, ...approve })
        const args = [usd6, trader.address, trader.address]
        await send(client, trader, { address: vault, abi, functionName: 'requestDeposit', args })
      },
      readEarnings: async ({ adapters: [adapter = '0x', book = '0x'] }, fromBlock) => {
        const before = await readWorth(client, book, fromBlock - 1n)
        const after = await readWorth(client, book)
        return [
          { name: 'options, as marked', usd6: after - before },
          await perp.readFunding(adapter, fromBlock),
        ]
      },
      countLiquidations: ({ adapters: [adapter = '0x'] }, fromBlock) =>
        perp.countLiquidations(adapter, fromBlock),
    }
  },
}

/** Of all options of an adapter, as the venue marks them, 1e6 = $1. */
async function readWorth(client: ChainClient, address: Address, blockNumber?: bigint) {
  const positions = await client.readContract({
    address,
    abi,
    functionName: 'positions',
    ...(blockNumber === undefined ? {} : { blockNumber }),
  })
  return positions.reduce((sum, { worthQuote }) => sum + worthQuote, 0n)
}
