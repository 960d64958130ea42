import { type Address, parseAbi } from 'viem'
import { defaultNavUsd6 } from '../../../backtest/defaultPolicy.ts'
import { localAccounts } from '../../local/accounts.ts'
import { readArtifact } from '../../local/artifacts.ts'
import { deployArtifact } from '../../local/chainClient.ts'
import { deployLending, deployLendingVenue } from '../../venues/deployLending.ts'
import { createBaseSettings } from '../createBaseSettings.ts'
import type { PortfolioKind } from '../portfolioKind.ts'

const abi = parseAbi([
  'function getPool() view returns (address)',
  'function loan() view returns (uint256 collateralRisky, uint256 debtQuote, uint256 healthPips, uint256 leverageE3)',
  'event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)',
  'event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount, bool useATokens)',
  'event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)',
])

/** Ether bought with a loan (contracts/vault/LeveragedVault.sol). */
export const leveragedKind: PortfolioKind = {
  title: 'twice the ether that the money buys, by a loan on Aave',
  vaultText: 'The vault holds twice its value in ether, with dollars that it borrows on Aave.',
  unhedgedText:
    'began with the same loan and is left alone after that; only a guard of 20 % makes it repay (band 100 %)',
  unhedgedOpens: true,
  isFundedByRequest: false,
  navUsd6: defaultNavUsd6,
  feePips: 3_000n,
  cappedLegs: 1n,
  async deploy({ client, venue, aggregator }) {
    const lending = await deployLending(client, venue, aggregator)
    const artifact = readArtifact('vault/LeveragedVault')
    const pool = await client.readContract({
      address: lending.provider,
      abi,
      functionName: 'getPool',
    })
    const readDebt = async (address: Address, blockNumber?: bigint) => {
      const [, debtQuote] = await client.readContract({
        address,
        abi,
        functionName: 'loan',
        ...(blockNumber === undefined ? {} : { blockNumber }),
      })
      return debtQuote
    }
    return {
      async deployVault(riskParameters, name, symbol) {
        const adapter = await deployLendingVenue(client, lending)
        const settings = {
          base: createBaseSettings(venue, riskParameters),
          venue: adapter,
          leverageE3: 2_000,
        }
        const args = [name, symbol, settings]
        const { deployer } = localAccounts
        const vault = await deployArtifact(client, deployer, 'LeveragedVault', artifact, args)
        return { vault, adapters: [adapter] }
      },
      async readEarnings({ vault, adapters: [adapter = '0x'] }, fromBlock) {
        const logs = { address: pool, abi, strict: true, fromBlock } as const
        const [before, after, borrowed, repaid] = await Promise.all([
          readDebt(vault, fromBlock - 1n),
          readDebt(vault),
          client.getContractEvents({
            ...logs,
            eventName: 'Borrow',
            args: { onBehalfOf: adapter },
          }),
          client.getContractEvents({ ...logs, eventName: 'Repay', args: { user: adapter } }),
        ])
        const add = (sum: bigint, { args: { amount } }: { args: { amount: bigint } }) =>
          sum + amount
        const principal = borrowed.reduce(add, before) - repaid.reduce(add, 0n)
        return [{ name: 'interest', usd6: principal - after }]
      },
      async countLiquidations({ adapters: [adapter = '0x'] }, fromBlock) {
        const events = await client.getContractEvents({
          address: pool,
          abi,
          eventName: 'LiquidationCall',
          args: { user: adapter },
          fromBlock,
        })
        return events.length
      },
    }
  },
}
