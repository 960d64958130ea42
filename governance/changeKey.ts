import type { Hex } from 'viem'
import type { ChangeKind } from './document.ts'
import { formatMarket } from './marketNames.ts'

type Subject = { change: ChangeKind } & (
  | { market: Hex; chainId?: bigint }
  | { markets: readonly Hex[] }
)

/** The markets of this chain that a change is of; none for a change on another chain. */
export function listMarkets(change: Subject): readonly Hex[] {
  if ('markets' in change) return change.markets
  return change.chainId === undefined ? [change.market] : []
}

/** The keys of a change, each of which may be in a document once: its kind and a market, in words. */
export function listChangeKeys(change: Subject): string[] {
  if (!('markets' in change) && change.chainId !== undefined) {
    return [`${change.change} of ${formatMarket(change.market)} on chain ${change.chainId}`]
  }
  return listMarkets(change).map((market) => `${change.change} of ${formatMarket(market)}`)
}

/** All keys of a change: two with the same set the same thing of the same markets. */
export function changeKey(change: Subject): string {
  return listChangeKeys(change).toSorted().join(', ')
}
