import type { Hex } from 'viem'
import type { ChangeKind } from './document.ts'
import { formatMarket } from './marketNames.ts'

/** The key of a change, which may be in a document once: its kind and its market, in words. */
export function changeKey({ change, market }: { change: ChangeKind; market?: Hex }): string {
  return market === undefined ? change : `${change} of ${formatMarket(market)}`
}
