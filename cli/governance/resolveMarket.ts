import type { Hex } from 'viem'
import { AmbiguousIdError } from '../../client/errors.ts'
import { findByPrefix, formatMarket, parseMarket, shortenIds } from '../../governance/index.ts'
import { UsageError } from '../program/errors.ts'

/**
 * The market that a text names: its name, its id, or the beginning of one that no other market has.
 *
 * @throws UsageError if no market has it; AmbiguousIdError if several have it.
 */
export function resolveMarket(text: string | undefined, ids: readonly Hex[]): Hex {
  const exact = text === undefined ? undefined : parseMarket(text)
  if (exact !== undefined && ids.includes(exact)) return exact
  const prefix = text?.trim() ?? ''
  const found =
    prefix === ''
      ? []
      : ids.filter(
          (id) => formatMarket(id).startsWith(prefix) || findByPrefix([id], prefix).length > 0,
        )
  const names = nameMarkets(ids)
  const [id] = found
  if (id === undefined) {
    const known = [...names.values()].join(', ') || 'none: there is none yet'
    throw new UsageError(
      text === undefined
        ? `the market is missing; give one of ${known}`
        : `there is no market ${text}; give one of ${known}`,
    )
  }
  if (found.length === 1) return id
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
