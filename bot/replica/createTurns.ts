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

/** Evidence that is worth a push. */
interface WantedEvidence {
  /** Unix seconds. */
  observedAt: bigint
  /** That of `observedAt`. */
  epoch: bigint
  /** Time of the latest evidence that the market has counted, unix seconds; 0: none. */
  countedAt: bigint
}

export interface Turn {
  rank: number
  /** Unix seconds. */
  beginsAt: number
  isOurs: boolean
}

/**
 * Decides whose turn it is, by rank and by how long this replica has wanted a push. The order is that of the evidence's
 * epoch, so that replicas agree on it whichever evidence each has seen first, and after a restart. The wait is for one
 * push: newer evidence of the epoch does not begin it again, a push that counts does.
 */
export function createTurns({ own, takeoverSec, clock }: TurnsOptions) {
  const wantedSince = new Map<Hex, { epoch: bigint; observedAt: bigint; at: number }>()
  return {
    /** Records that a push is wanted, and returns whether it is this replica's turn now. */
    want(
      marketId: Hex,
      { observedAt, epoch, countedAt }: WantedEvidence,
      reporters: readonly Address[],
    ): Turn {
      const known = wantedSince.get(marketId)
      const isOpen = known?.epoch === epoch && countedAt < known.observedAt
      const since = isOpen ? known : { epoch, observedAt, at: clock() }
      wantedSince.set(marketId, since)
      const rank = (own && computeRank(epoch, own, reporters)) ?? reporters.length
      const beginsAt = since.at + computeDelaySec(rank, takeoverSec)
      return { rank, beginsAt, isOurs: clock() >= beginsAt }
    },

    /** Notes that no push is wanted: for the next one, and for one that a reorg takes back, the wait begins again. */
    forget(marketId: Hex): void {
      wantedSince.delete(marketId)
    },
  }
}
