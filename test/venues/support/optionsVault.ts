import { type Address, decodeEventLog, type TransactionReceipt, zeroAddress } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { deployOptionVenue, type Options } from '../../../stack/venues/deployOptions.ts'
import { deployPerpVenue, type Perpetual } from '../../../stack/venues/deployPerpetual.ts'
import type { World } from './startWorld.ts'

export const { abi: vaultAbi } = readArtifact('vault/HedgedOptionsVault')
const { abi: venueAbi } = readArtifact('venues/options/LyraVenue')
const { abi: perpAbi } = readArtifact('venues/perp/PerpV2Venue')

export interface Terms {
  isCall: boolean
  quantityPips: number
  strikePips: number
  premiumPips: number
  collateralPips: number
}

/** As OptionPosition of IOptionVenue. */
interface Position {
  isCall: boolean
  sizeRisky: bigint
  strikeWad: bigint
  expiryAt: number
  deltaPips: number
  gammaCashPips: number
  worthQuote: bigint
}

interface Due {
  action: number
  reason: number
  driftPips: number
  navQuote: bigint
  heldQuote: bigint
  targetQuote: bigint
  tradeQuote: bigint
}

export const actions = { none: 0, trade: 1, settle: 3, roll: 4 }

/** A vault of options on the real venues, which reads parameters set by hand. */
export async function deployOptionsVault(
  world: World,
  { options, perpetual }: { options: Options; perpetual: Perpetual },
  legs: readonly Terms[],
  priceFeed: Address = zeroAddress,
) {
  const { client, deployer } = world
  const optionVenue = await deployOptionVenue(client, options)
  const perpVenue = await deployPerpVenue(client, perpetual)
  const vault = await world.deploy('HedgedOptionsVault', 'vault/HedgedOptionsVault', [
    'Gimbal options',
    'gOPT',
    {
      base: {
        riskParameters: await world.deployParameters(),
        marketId: world.marketId,
        factory: world.venue.factory,
        quoteToken: world.venue.dollar,
        riskyToken: world.venue.weth,
        poolFeePips: 500,
        epochSec: 600,
        slippageCapPips: 10_000,
        twapWindowSec: 1_800,
        maxDeviationPips: 20_000,
      },
      options: optionVenue,
      perp: perpVenue,
      legs,
      minTermSec: 7 * 86_400,
      maxTermSec: 60 * 86_400,
      strikeTolerancePips: 100_000,
      optionCapPips: 20_000,
      marginPips: 800_000,
      graceSec: 3 * 86_400,
      priceFeed,
    },
  ])
  const readFrom = (address: Address, abi: typeof vaultAbi, name: string, args: unknown[] = []) =>
    client.readContract({ address, abi, functionName: name, args }) as Promise<unknown>
  const call = (account: HDAccount, name: string, args: unknown[] = []) =>
    world.call(account, vault, vaultAbi, name, args)
  const read = <T>(name: string, args: unknown[] = []) =>
    readFrom(vault, vaultAbi, name, args) as Promise<T>
  return {
    address: vault,
    call,
    read,
    positions: () => readFrom(optionVenue, venueAbi, 'positions') as Promise<Position[]>,
    async hedge() {
      const [sizeWad, cashUsd6] = (await readFrom(perpVenue, perpAbi, 'position')) as [
        bigint,
        bigint,
      ]
      return { sizeWad, cashUsd6 }
    },
    preview: () => read<Due>('previewAction'),
    /** What was done, and what it cost. */
    async act() {
      const receipt = await call(deployer, 'act')
      return readActed(receipt, vault)
    },
    async requestDeposit(owner: HDAccount, usd6: bigint) {
      await world.give(owner.address, { usd6 })
      await world.approve(owner, world.venue.dollar, vault)
      await call(owner, 'requestDeposit', [usd6, owner.address, owner.address])
    },
    async requestRedeemAll(owner: HDAccount) {
      const shares = await world.balanceOf(vault, owner.address)
      await call(owner, 'requestRedeem', [shares, owner.address, owner.address])
      return shares
    },
  }
}

export type OptionsVault = Awaited<ReturnType<typeof deployOptionsVault>>

function readActed(receipt: TransactionReceipt, vault: Address) {
  for (const log of receipt.logs) {
    if (log.address.toLowerCase() !== vault.toLowerCase()) continue
    const event = decodeEventLog({ abi: vaultAbi, data: log.data, topics: log.topics })
    if (event.eventName !== 'Acted') continue
    const args = event.args as unknown as { action: number; due: Due; costQuote: bigint }
    return {
      action: args.action,
      due: args.due,
      costQuote: args.costQuote,
      gasUsed: receipt.gasUsed,
    }
  }
  throw new Error('no Acted event')
}
