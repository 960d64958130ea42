import type { Address } from 'viem'
import { readActLogs, type VaultAct } from '../../../client/vaults/readActLogs.ts'
import {
  type PortfolioNow,
  type PositionNow,
  readVault,
  type SilentPortfolio,
  type VaultNow,
} from '../../../client/vaults/readVault.ts'
import { useMarkets } from '../../data/useMarkets.ts'
import { type Reading, useReading } from '../../data/useReading.ts'
import { useSession } from '../../network/session.ts'
import { type Histories, readHistories } from '../../vaults/readHistories.ts'

/** A vault or a market's portfolio, by the name to call it. */
export interface Listed {
  name: string
  address: Address
  /** Markets that measure it. */
  markets: readonly string[]
}

export interface ListedNow extends Listed {
  now: VaultNow | PositionNow | PortfolioNow | SilentPortfolio
}

/** All of them at one block. */
export interface VaultsNow {
  blockNumber: bigint
  /** Unix seconds. */
  blockAt: bigint
  vaults: readonly ListedNow[]
}

const isSame = (a: Address, b: Address): boolean => a.toLowerCase() === b.toLowerCase()

/** The network's vaults, its reference vault, and the portfolios that markets measure: each once. */
function useListed(): readonly Listed[] {
  const { network } = useSession()
  const { data } = useMarkets()
  const named = [...network.vaults]
  const { vault } = network.addresses
  if (vault !== undefined && !named.some(({ address }) => isSame(address, vault))) {
    named.push({ name: 'vault', address: vault })
  }
  const measured = (data?.markets ?? []).map(({ name, config }) => ({
    name,
    address: config.source.portfolio,
  }))
  for (const { name, address } of measured) {
    if (/^0x0*$/.test(address) || named.some((one) => isSame(one.address, address))) continue
    named.push({ name: `portfolio of ${name}`, address })
  }
  return named.map(({ name, address }) => ({
    name,
    address,
    markets: measured.filter((one) => isSame(one.address, address)).map((one) => one.name),
  }))
}

/** What every vault and portfolio says of itself, at the latest block. */
export function useVaults(): Reading<VaultsNow> {
  const listed = useListed()
  return useReading({
    key: ['vaults', listed],
    isLive: true,
    read: async ({ client }) => {
      const { number: blockNumber, timestamp: blockAt } = await client.getBlock()
      const vaults = await Promise.all(
        listed.map(async ({ name, address, markets }) => ({
          name,
          address,
          markets,
          now: await readVault(client, address, blockNumber),
        })),
      )
      return { blockNumber, blockAt, vaults }
    },
  })
}

/** What became of the vaults among them; read again when one has traded. */
export function useHistories(now: VaultsNow): Reading<Histories> {
  const vaults = now.vaults.filter((one) => one.now.kind === 'vault')
  // When its clock was started: another time after each trade.
  const clocks = vaults.map(({ address, now: of }) =>
    of.kind === 'vault' ? `${address} ${now.blockAt - of.plan.elapsedSec}` : address,
  )
  return useReading({
    key: ['vault-histories', clocks],
    read: (session) =>
      readHistories(
        session,
        vaults.map(({ address }) => address),
      ),
  })
}

/** What a position vault has done, the latest first; read again when a block comes. */
export function useActs(address: Address): Reading<readonly VaultAct[]> {
  return useReading({
    key: ['acts', address],
    isLive: true,
    read: async ({ client, network }) => {
      const { number } = await client.getBlock()
      return (await readActLogs(client, address, network.startBlock, number)).toReversed()
    },
  })
}
