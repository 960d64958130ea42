import type { Hex } from 'viem'
import { formatMarket, parseMarket } from '../governance/marketNames.ts'
import { findByPrefix, shortenIds } from '../governance/shortIds.ts'
import { AmbiguousIdError } from './errors.ts'

/**
 * The market that a text names: its name, its id, or the beginning of one that no other market has.
 *
 * @returns undefined if no market has it.
 * @throws AmbiguousIdError if several have it.
 */
export function findMarket(text: string, ids: readonly Hex[]): Hex | undefined {
  const exact = parseMarket(text)
  if (exact !== undefined && ids.includes(exact)) return exact
  const prefix = text.trim()
  const found =
    prefix === ''
      ? []
      : ids.filter(
          (id) => formatMarket(id).startsWith(prefix) || findByPrefix([id], prefix).length > 0,
        )
  if (found.length <= 1) return found[0]
  const names = nameMarkets(ids)
  throw new AmbiguousIdError(
    'market',
    prefix,
    found.map((of) => names.get(of) ?? of),
  )
}

/** What to call each market: its name, else its short id. */
export function nameMarkets(ids: readonly Hex[]): Map<Hex, string> {
  const shortIds = shortenIds(ids)
  return new Map(
    ids.map((id) => {
      const name = formatMarket(id)
      return [id, name === id ? (shortIds.get(id) ?? id) : name]
    }),
  )
}
