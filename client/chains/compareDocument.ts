import type { Hex } from 'viem'
import {
  applyMarketChange,
  type Document,
  formatMarket,
  listMarkets,
  type MarketConfig,
} from '../../governance/index.ts'
import { type ChainComparison, compareWithChain } from './compareWithChain.ts'
import type { ChainNow } from './readChain.ts'

/** Changes that say something of the chain. */
const touching = ['policy', 'source', 'freshness', 'market']

/** What the markets that a document touches mean on the chain, as they are after all of its changes. */
export function compareDocument(
  { changes }: Pick<Document, 'changes'>,
  current: ReadonlyMap<Hex, MarketConfig>,
  chain: ChainNow,
): ChainComparison {
  const markets = new Map(current)
  const touched = new Set<Hex>()
  for (const change of changes) {
    for (const id of listMarkets(change)) {
      const config = applyMarketChange(markets.get(id), change)
      if (config !== undefined) markets.set(id, config)
      if (touching.includes(change.change)) touched.add(id)
    }
  }
  const compared = [...touched].flatMap((id) => {
    const config = markets.get(id)
    return config === undefined ? [] : [{ id, ...compareWithChain(config, chain) }]
  })
  const name = (of: 'notes' | 'warnings') =>
    compared.flatMap(({ id, [of]: sentences }) =>
      sentences.map((sentence) => `${formatMarket(id)}: ${sentence}`),
    )
  return { notes: name('notes'), warnings: name('warnings') }
}
