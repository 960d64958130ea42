import { type Address, parseAbi } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { leveragedVaultAbi, positionVaultAbi } from '../../../abi/index.ts'
import type { Parameters } from '../../../core/index.ts'
import { LOCAL_MNEMONIC } from '../../../stack/local/accounts.ts'
import {
  deployLending,
  deployLendingVenue,
  type Lending,
  type LendingOptions,
} from '../../../stack/venues/deployLending.ts'
import { lendingAbi } from '../../../stack/venues/lendingAbi.ts'
import { eagerParameters, startWorld, type World } from './startWorld.ts'

const account = (addressIndex: number) => mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex })

/** Two holders, and somebody who liquidates. All have ether from the start. */
export const people = { alice: account(1), bob: account(2), liquidator: account(3) } as const
export const EPOCH_SEC = 600
const WINDOW_SEC = 300
export const CAP_PIPS = 20_000
const MAX_UINT = 2n ** 256n - 1n

const sharesAbi = parseAbi([
  'function totalAssets() view returns (uint256)',
  'function deposit(uint256 assets, address receiver) returns (uint256)',
  'function redeemInKind(uint256 shares, address receiver, address owner) returns (uint256, uint256)',
])
export const leveragedAbi = [...sharesAbi, ...positionVaultAbi, ...leveragedVaultAbi] as const

export interface LeveragedWorld {
  world: World
  lending: Lending
  adapter: Address
  vault: Address
  act(): Promise<bigint>
  /** Moves the price, and lets mean and epoch follow. */
  moveTo(priceUsd6: bigint): Promise<void>
  /** Deposits dollars for shares. */
  join(who: keyof typeof people, usd6: bigint): Promise<void>
  readDue(): ReturnType<typeof readDue>
  readLoan(): ReturnType<typeof readLoan>
  readNavUsd6(): Promise<bigint>
  readShares(who: keyof typeof people): Promise<bigint>
  /** As Aave itself reckons it, 1e18 = 1. */
  readHealthWad(): Promise<bigint>
}

const readDue = (world: World, address: Address) =>
  world.client.readContract({ address, abi: leveragedAbi, functionName: 'previewAction' })

async function readLoan(world: World, address: Address) {
  const call = { address, abi: leveragedAbi, functionName: 'loan' } as const
  const [collateralWad, debtUsd6, healthPips, leverageE3] = await world.client.readContract(call)
  return { collateralWad, debtUsd6, healthPips, leverageE3 }
}

/** Aave v3 on the world's dollar and ether, and a vault of a leverage whose parameters are these. */
export async function startLeveraged(
  leverageE3: number,
  values: Partial<Parameters>,
  options: LendingOptions = {},
): Promise<LeveragedWorld> {
  const world = await startWorld()
  try {
    return await furnish(world, leverageE3, Object.assign({}, eagerParameters, values), options)
  } catch (error) {
    await world.stop()
    throw error
  }
}

async function furnish(
  world: World,
  leverageE3: number,
  values: Parameters,
  options: LendingOptions,
): Promise<LeveragedWorld> {
  const { client, venue } = world
  const lending = await deployLending(client, venue, world.aggregator, options)
  const adapter = await deployLendingVenue(client, lending)
  const base = {
    riskParameters: await world.deployParameters(values),
    marketId: world.marketId,
    factory: venue.factory,
    quoteToken: venue.dollar,
    riskyToken: venue.weth,
    poolFeePips: venue.feePips,
    epochSec: EPOCH_SEC,
    slippageCapPips: CAP_PIPS,
    twapWindowSec: WINDOW_SEC,
    maxDeviationPips: 20_000,
  }
  const settings = { base, venue: adapter, leverageE3 }
  const args = ['Gimbal leverage', 'gLEV', settings]
  const vault = await world.deploy('LeveragedVault', 'vault/LeveragedVault', args)
  for (const who of Object.values(people)) {
    await world.approve(who, venue.dollar, vault)
    await world.call(who, venue.dollar, lendingAbi, 'approve', [lending.pool, MAX_UINT])
  }
  return {
    world,
    lending,
    adapter,
    vault,
    async act() {
      const receipt = await world.call(people.bob, vault, leveragedAbi, 'act')
      return receipt.gasUsed
    },
    async moveTo(priceUsd6) {
      await world.movePrice(priceUsd6)
      await world.pass(EPOCH_SEC)
    },
    async join(who, usd6) {
      await world.give(people[who].address, { usd6 })
      await world.call(people[who], vault, leveragedAbi, 'deposit', [usd6, people[who].address])
    },
    readDue: () => readDue(world, vault),
    readLoan: () => readLoan(world, vault),
    readNavUsd6: () =>
      client.readContract({ address: vault, abi: leveragedAbi, functionName: 'totalAssets' }),
    readShares: (who) => world.balanceOf(vault, people[who].address),
    async readHealthWad() {
      const figures = await client.readContract({
        address: lending.pool,
        abi: lendingAbi,
        functionName: 'getUserAccountData',
        args: [adapter],
      })
      return figures[5]
    },
  }
}
