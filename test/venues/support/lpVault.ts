import { type Address, decodeEventLog, type TransactionReceipt } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { alignPerpetual } from '../../../stack/venues/alignPerpetual.ts'
import { deployPerpVenue, type Perpetual } from '../../../stack/venues/deployPerpetual.ts'
import type { World } from './startWorld.ts'

const { abi } = readArtifact('vault/HedgedLpVault')
const { abi: liquidityAbi } = readArtifact('venues/liquidity/UniswapV3Liquidity')

const actionNames = ['None', 'Trade', 'Cut', 'Settle', 'Roll', 'Recentre'] as const

interface Due {
  action: number
  reason: number
  driftPips: number
  navQuote: bigint
  heldQuote: bigint
  targetQuote: bigint
  tradeQuote: bigint
}

interface LpFigures {
  feesQuote: bigint
  lvrQuote: bigint
  fundingQuote: bigint
  hedgeCostQuote: bigint
  recentreCostQuote: bigint
  recentres: number
}

/** 70 % of the value within a factor of 1.0001^ticks, all of the delta hedged, on the real pool and the real perpetual. */
export async function deployLpVault(
  world: World,
  perpetual: Perpetual,
  { rangeTicks = 950, hedgedPips = 1_000_000 }: { rangeTicks?: number; hedgedPips?: number } = {},
) {
  const { client, venue } = world
  const liquidity = await world.deploy(
    'UniswapV3Liquidity',
    'venues/liquidity/UniswapV3Liquidity',
    [venue.pool, venue.dollar, venue.weth],
  )
  const settings = {
    base: {
      riskParameters: await world.deployParameters(),
      marketId: world.marketId,
      factory: venue.factory,
      quoteToken: venue.dollar,
      riskyToken: venue.weth,
      poolFeePips: 500,
      epochSec: 600,
      slippageCapPips: 10_000,
      twapWindowSec: 1_200,
      maxDeviationPips: 20_000,
    },
    liquidity,
    perp: await deployPerpVenue(client, perpetual),
    providedPips: 700_000,
    shareBandPips: 100_000,
    rangeTicks,
    recentrePeriodSec: 0,
    recentreDeviationPips: 5_000,
    hedgedPips,
    marginPips: 500_000,
  }
  const address = await world.deploy('HedgedLpVault', 'vault/HedgedLpVault', [
    'Gimbal liquidity',
    'gLP',
    settings,
  ])
  const read = (functionName: string, args: readonly unknown[] = []) =>
    client.readContract({ address, abi, functionName, args }) as Promise<unknown>
  const call = (account: HDAccount, functionName: string, args: readonly unknown[] = []) =>
    world.call(account, address, abi, functionName, args)
  return {
    address,
    liquidity,
    settings,
    call,
    read,
    due: () => read('previewAction') as Promise<Due>,
    figures: () => read('figures') as Promise<LpFigures>,
    nav: () => read('totalAssets') as Promise<bigint>,
    async portfolio() {
      const figures = (await read('portfolioFigures')) as readonly [bigint, number, number]
      const [navUsd6, curvaturePips, horizonSec] = figures
      return { navUsd6, curvaturePips, horizonSec }
    },
    async range() {
      const range = await client.readContract({
        address: liquidity,
        abi: liquidityAbi,
        functionName: 'range',
      })
      const [lowerTick, upperTick, amount] = range as readonly [number, number, bigint]
      return { lowerTick, upperTick, amount }
    },
    async deposit(owner: HDAccount, amountUsd6: bigint): Promise<void> {
      await world.give(owner.address, { usd6: amountUsd6 })
      await world.approve(owner, venue.dollar, address)
      await call(owner, 'deposit', [amountUsd6, owner.address])
    },
    /** Does what is due. */
    async act(caller: HDAccount) {
      const receipt = await call(caller, 'act')
      return readActed(receipt, address)
    },
  }
}

export type LpVault = Awaited<ReturnType<typeof deployLpVault>>

/** Both pools at a price, and the half hour that mean prices need. */
export async function settleAt(world: World, perpetual: Perpetual, priceUsd6: bigint) {
  await world.movePrice(priceUsd6)
  for (let block = 0; block < 20; block++) {
    await world.pass(15)
    if (await alignPerpetual(world.client, perpetual, { tolerancePips: 50n })) {
      return world.pass(1_900)
    }
  }
  throw new Error('the perpetual did not reach the index within 20 blocks')
}

function readActed({ logs }: TransactionReceipt, address: Address) {
  for (const { address: from, data, topics } of logs) {
    if (from.toLowerCase() !== address.toLowerCase()) continue
    const event = decodeEventLog({ abi, data, topics })
    if (event.eventName !== 'Acted') continue
    const args = event.args as unknown as {
      action: number
      due: Due
      tradedQuote: bigint
      costQuote: bigint
      heldAfterQuote: bigint
    }
    const action = actionNames[args.action]
    return { action, due: args.due, tradedQuote: args.tradedQuote, costQuote: args.costQuote }
  }
  throw new Error('the vault told of no action')
}
