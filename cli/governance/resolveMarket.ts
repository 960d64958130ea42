import type { Hex } from 'viem'
import { findMarket, nameMarkets } from '../../client/findMarket.ts'
import { UsageError } from '../program/errors.ts'

/**
 * The market that an argument names, as `findMarket` has it.
 *
 * @throws UsageError if no market has it; AmbiguousIdError if several have it.
 */
export function resolveMarket(text: string | undefined, ids: readonly Hex[]): Hex {
  const id = text === undefined ? undefined : findMarket(text, ids)
  if (id !== undefined) return id
  const known = [...nameMarkets(ids).values()].join(', ') || 'none: there is none yet'
  throw new UsageError(
    text === undefined
      ? `the market is missing; give one of ${known}`
      : `there is no market ${text}; give one of ${known}`,
  )
}
