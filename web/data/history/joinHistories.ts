import type { Hex } from 'viem'
import type { MarketEvents, PinnedBlock } from '../../../query/index.ts'
import type { HistoryPart, MarketHistory } from './history.ts'
import { joinSeries } from './series.ts'

/** What was read before with what is older and newer, up to a block; what stands in two of them is taken once. */
export function joinHistories(parts: {
  older: MarketHistory | undefined
  before: MarketHistory
  newer: HistoryPart | undefined
  block: PinnedBlock
}): MarketHistory {
  const { older, before, newer, block } = parts
  const first = older ?? before
  const all = [older, before, newer].filter((part) => part !== undefined)
  return {
    market: before.market,
    block,
    fromAt: first.fromAt,
    isWhole: first.isWhole,
    pushBefore: first.pushBefore,
    observations: joinSeries(all.map(({ observations }) => observations)),
    pushes: joinLists(all.map(({ pushes }) => pushes)),
    events: joinEvents(all.map(({ events }) => events)),
  }
}

function joinEvents(parts: readonly MarketEvents[]): MarketEvents {
  const join = <Key extends keyof Lists>(key: Key): Lists[Key] =>
    joinLists(parts.map((events) => events[key] as readonly { id: Hex }[])) as Lists[Key]
  return {
    bounds: join('bounds'),
    fallbacks: join('fallbacks'),
    freshness: join('freshness'),
    policies: join('policies'),
    sources: join('sources'),
    moves: join('moves'),
    switches: join('switches'),
    failures: join('failures'),
    lastUpdateAt: parts[0]?.lastUpdateAt,
  }
}

type Lists = Omit<MarketEvents, 'lastUpdateAt'>

/** In the order of the ids, which is that of the chain. */
function joinLists<Item extends { id: Hex }>(parts: readonly (readonly Item[])[]): readonly Item[] {
  const byId = new Map(parts.flat().map((item) => [item.id, item]))
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
