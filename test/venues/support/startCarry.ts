import { type Address, erc4626Abi, parseAbi, type TransactionReceipt } from 'viem'
import { carryVaultAbi, positionVaultAbi } from '../../../abi/index.ts'
import type { Parameters } from '../../../core/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { alignPerpetual } from '../../../stack/venues/alignPerpetual.ts'
import {
  deployPerpetual,
  deployPerpVenue,
  type Perpetual,
} from '../../../stack/venues/deployPerpetual.ts'
import { eagerParameters, startWorld, type World } from './startWorld.ts'

export const carryAbi = [
  ...positionVaultAbi,
  ...erc4626Abi,
  ...carryVaultAbi,
  ...parseAbi([
    'function redeemInKind(uint256 shares, address receiver, address owner) returns (uint256 quoteAmount, uint256 riskyAmount)',
  ]),
] as const

const [alice, bob] = localAccounts.voters
const [caller] = localAccounts.reporters
export const people = { alice, bob, caller } as const
export const EPOCH_SEC = 600
export const TOP_UP_PIPS = 700_000
const WINDOW_SEC = 1_800
/** The venue lets a price move by 10 % within 15 seconds. */
const BLOCK_SEC = 15
/** A half hour and a bit: the pool's mean price and the venue's mark have arrived. */
const SETTLE_SEC = 1_900

/** A carry vault on Perpetual Protocol v2 and the world's pool. */
export type CarryWorld = Awaited<ReturnType<typeof furnish>>

export async function startCarry(values: Partial<Parameters>) {
  const world = await startWorld()
  try {
    return await furnish(world, Object.assign({}, eagerParameters, values))
  } catch (error) {
    await world.stop()
    throw error
  }
}

async function furnish(world: World, values: Parameters) {
  const { client, venue } = world
  const perpetual: Perpetual = await deployPerpetual(
    client,
    venue,
    world.aggregator,
    2_000_000_000n,
  )
  const adapter = await deployPerpVenue(client, perpetual)
  const base = {
    riskParameters: await world.deployParameters(values),
    marketId: world.marketId,
    factory: venue.factory,
    quoteToken: venue.dollar,
    riskyToken: venue.weth,
    poolFeePips: venue.feePips,
    epochSec: EPOCH_SEC,
    slippageCapPips: 10_000,
    twapWindowSec: WINDOW_SEC,
    maxDeviationPips: 20_000,
  }
  const settings = {
    base,
    perp: adapter,
    topUpPips: TOP_UP_PIPS,
    reservePips: 17_500,
    maxLeverageE3: 5_000,
    idlePips: 0,
  }
  const args = ['Gimbal carry', 'gCRY', settings]
  const vault: Address = await world.deploy('CarryVault', 'vault/CarryVault', args)
  for (const who of Object.values(people)) await world.approve(who, venue.dollar, vault)
  const onVault = { address: vault, abi: carryAbi }
  const alignUntilThere = async (premiumPips: bigint) => {
    for (let block = 0; block < 20; block++) {
      await world.pass(BLOCK_SEC)
      if (await alignPerpetual(client, perpetual, { premiumPips, tolerancePips: 50n })) return
    }
    throw new Error('the perpetual did not reach the index within 20 blocks')
  }
  return {
    world,
    perpetual,
    adapter,
    vault,
    act: (): Promise<TransactionReceipt> => world.call(people.caller, vault, carryAbi, 'act'),
    /** Both pools at a price, dollars, with the half hour that mean prices need. */
    async settleAt(dollars: number, premiumPips = 0n) {
      await world.movePrice(BigInt(Math.round(dollars * 1e6)))
      await alignUntilThere(premiumPips)
      await world.pass(SETTLE_SEC)
    },
    async join(who: keyof typeof people, usd6: bigint) {
      await world.give(people[who].address, { usd6 })
      await world.call(people[who], vault, carryAbi, 'deposit', [usd6, people[who].address])
    },
    leave(who: keyof typeof people, shares: bigint) {
      const { address } = people[who]
      return world.call(people[who], vault, carryAbi, 'redeemInKind', [shares, address, address])
    },
    readDue: () => client.readContract({ ...onVault, functionName: 'previewAction' }),
    readStanding: () => client.readContract({ ...onVault, functionName: 'standing' }),
    readNavUsd6: () => client.readContract({ ...onVault, functionName: 'totalAssets' }),
    readShares: (who: keyof typeof people) => world.balanceOf(vault, people[who].address),
    readSupply: () => client.readContract({ ...onVault, functionName: 'totalSupply' }),
    readTradedAt: () => client.readContract({ ...onVault, functionName: 'lastRebalanceAt' }),
  }
}
