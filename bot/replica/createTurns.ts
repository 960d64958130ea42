import type { Address, Hex } from 'viem'
import { computeDelaySec, computeRank } from '../rank.ts'

interface TurnsOptions {
  /** This replica's reporter; without one it comes after all of them. */
  own: Address | undefined
  /** How long a replica leaves the push to each of those before it, seconds. */
  takeoverSec: number
  /** Unix seconds. */
  clock(): number
}

/** Evidence that is worth a push, and the latest that the market has counted; unix seconds. */
interface WantedEvidence {
  observedAt: bigint
  countedAt: bigint
}

export interface Turn {
  rank: number
  /** Unix seconds. */
  beginsAt: number
  isOurs: boolean
}

/**
 * Decides whose turn it is, by rank and by how long this replica has wanted a push. The order is that of the first
 * evidence for which it wanted one: newer evidence takes its place in the push, and nobody begins to wait again.
 */
export function createTurns({ own, takeoverSec, clock }: TurnsOptions) {
  const wantedSince = new Map<Hex, { observedAt: bigint; at: number }>()
  return {
    /** Records that a push is wanted, and returns whether it is this replica's turn now. */
    want(
      marketId: Hex,
      { observedAt, countedAt }: WantedEvidence,
      reporters: readonly Address[],
    ): Turn {
      const known = wantedSince.get(marketId)
      const isOpen = known !== undefined && countedAt < known.observedAt
      const since = isOpen ? known : { observedAt, at: clock() }
      wantedSince.set(marketId, since)
      const rank = (own && computeRank(since.observedAt, own, reporters)) ?? reporters.length
      const beginsAt = since.at + computeDelaySec(rank, takeoverSec)
      return { rank, beginsAt, isOurs: clock() >= beginsAt }
    },

    /** Notes that no push is wanted: for the next one, and for one that a reorg takes back, the wait begins again. */
    forget(marketId: Hex): void {
      wantedSince.delete(marketId)
    },
  }
}
