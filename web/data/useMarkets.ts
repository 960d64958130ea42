import { type Hex, zeroAddress } from 'viem'
import { nameMarkets } from '../../client/findMarket.ts'
import { type InForce, readInForce } from '../../client/readInForce.ts'
import { readConfigs } from '../../client/readMarkets.ts'
import type { MarketConfig } from '../../governance/document.ts'
import type { Session } from '../network/session.ts'
import { readMarketList } from './readMarketList.ts'
import { type Reading, useReading } from './useReading.ts'

/** A market as the chain has it at one block. */
export interface MarketNow {
  id: Hex
  /** Its name, else its short id; also its place in addresses. */
  name: string
  config: MarketConfig
  /** Hash of the core whose twin evaluates it. */
  coreHash: Hex
  /** What a reader gets. */
  inForce: InForce
}

/** All markets at one block. */
export interface MarketsNow {
  blockNumber: bigint
  /** Time of the block, Unix seconds. */
  blockAt: bigint
  /** In the order in which they were added. */
  markets: readonly MarketNow[]
}

/** Every market with what was voted and what is in force, as the contract answers at the latest block. */
export function useMarkets(): Reading<MarketsNow> {
  return useReading({ key: ['markets'], isLive: true, read: readMarketsNow })
}

async function readMarketsNow(session: Session): Promise<MarketsNow> {
  const { client, network } = session
  const { riskParameters } = network.addresses
  const head = await client.getBlock()
  const ids = await readMarketList(session, head)
  const [governed, answers] = await Promise.all([
    readConfigs(client, riskParameters, ids, head.number),
    Promise.all(ids.map((id) => readInForce(client, riskParameters, id, head.number))),
  ])
  const names = nameMarkets(ids)
  const markets = [...governed.markets].map(([id, config], index): MarketNow => {
    const isStandard = config.model === zeroAddress
    return {
      id,
      name: names.get(id) ?? id,
      config,
      coreHash: isStandard ? governed.standardCoreHash : config.coreHash,
      inForce: answers[index] as InForce,
    }
  })
  return { blockNumber: head.number, blockAt: head.timestamp, markets }
}
