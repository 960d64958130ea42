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

export interface Turn {
  rank: number
  /** Unix seconds. */
  beginsAt: number
  isOurs: boolean
}

/** Decides whose turn it is, by rank and by how long this replica has wanted a push. */
export function createTurns({ own, takeoverSec, clock }: TurnsOptions) {
  const wantedSince = new Map<Hex, { epoch: bigint; at: number }>()
  return {
    /** Records that a push is wanted, and returns whether it is this replica's turn now. */
    want(marketId: Hex, epoch: bigint, reporters: readonly Address[]): Turn {
      const known = wantedSince.get(marketId)
      const since = known?.epoch === epoch ? known : { epoch, at: clock() }
      wantedSince.set(marketId, since)
      const rank = (own && computeRank(epoch, own, reporters)) ?? reporters.length
      const beginsAt = since.at + computeDelaySec(rank, takeoverSec)
      return { rank, beginsAt, isOurs: clock() >= beginsAt }
    },

    /** Notes that the epoch has its push: should it lose that in a reorg, the wait begins again. */
    forget(marketId: Hex): void {
      wantedSince.delete(marketId)
    },
  }
}
