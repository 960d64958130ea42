import type { Address, Hex } from 'viem'
import type { RebalancedEvent } from '../../client/vaults/decodeRebalanced.ts'
import { type Cell, datasets, fetchPinnedBlock, fetchRows, type Row } from '../../query/index.ts'
import type { Session } from '../network/session.ts'
import type { DatedTrade } from './history.ts'

/** Trades by vault, in small letters. */
export type IndexedTrades = ReadonlyMap<string, DatedTrade[]>

const END_OF_TIME = 2n ** 62n

/**
 * Every rebalance that the index knows; none where the network names no index.
 *
 * @throws what the index fails with.
 */
export async function readIndexedTrades({ index: client }: Session): Promise<IndexedTrades> {
  const byVault = new Map<string, DatedTrade[]>()
  if (client === undefined) return byVault
  const dataset = datasets.rebalances
  const block = await fetchPinnedBlock(client)
  const pages = fetchRows({ client, dataset, block, fromAt: 0n, toAt: END_OF_TIME })
  for await (const rows of pages) {
    for (const row of rows) {
      const get = createGetter(row)
      const vault = String(get('vault'))
      const trades = byVault.get(vault) ?? []
      trades.push(toTrade(get))
      byVault.set(vault, trades)
    }
  }
  return byVault
}

type Getter = (name: string) => Cell

function createGetter(row: Row): Getter {
  const { columns } = datasets.rebalances
  return (name) => row[columns.findIndex((column) => column.name === name)] ?? null
}

function toTrade(get: Getter): DatedTrade {
  const number = (name: string) => get(name) as bigint
  const id = String(get('id'))
  return {
    caller: get('caller') as Address,
    status: String(get('status')).toLowerCase() as RebalancedEvent['status'],
    isRiskySold: get('isRiskySold') === true,
    weightBeforePips: number('weightBeforePips'),
    weightAfterPips: number('weightAfterPips'),
    targetWeightPips: number('targetWeightPips'),
    bandPips: number('bandPips'),
    returnPips: number('returnPips'),
    isCut: get('isCut') === true,
    elapsedSec: number('elapsedSec'),
    riskyAmount: number('riskyAmount'),
    quoteAmount: number('tradedQuote'),
    costQuote: number('costQuote'),
    impactPips: number('impactPips'),
    navQuote: number('navQuote'),
    blockNumber: number('blockNumber'),
    // The id ends with the log's place, four bytes.
    logIndex: Number(`0x${id.slice(-8)}`),
    transactionHash: get('transactionHash') as Hex,
    blockAt: number('blockAt'),
  }
}
