import type { Hex } from 'viem'
import type { ChangeKind } from './document.ts'
import { formatMarket } from './marketNames.ts'

/** What may be there once in a document, in words: a kind of change of a market. */
export function changeKey({ change, market }: { change: ChangeKind; market?: Hex }): string {
  return market === undefined ? change : `${change} of ${formatMarket(market)}`
}
