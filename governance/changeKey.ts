import type { Hex } from 'viem'
import type { ChangeKind } from './document.ts'
import { formatMarket } from './marketNames.ts'

type Subject = { change: ChangeKind } & ({ market: Hex } | { markets: readonly Hex[] })

/** The markets that a change is of. */
export function listMarkets(change: Subject): readonly Hex[] {
  return 'markets' in change ? change.markets : [change.market]
}

/** The keys of a change, each of which may be in a document once: its kind and a market, in words. */
export function listChangeKeys(change: Subject): string[] {
  return listMarkets(change).map((market) => `${change.change} of ${formatMarket(market)}`)
}

/** All keys of a change: two with the same set the same thing of the same markets. */
export function changeKey(change: Subject): string {
  return listChangeKeys(change).toSorted().join(', ')
}
