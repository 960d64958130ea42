import type { Address, Hex } from 'viem'
import { createTurns } from '../replica/createTurns.ts'

interface RacesOptions {
  /** The account that this prover pays from. */
  own: Address
  /** The accounts of all provers that know each other, this one's among them. */
  provers: readonly Address[]
  /** How long a prover leaves the push to each of those before it, seconds. */
  takeoverSec: number
  /** Unix seconds. */
  clock(): number
}

type Wanted = Parameters<ReturnType<typeof createTurns>['want']>[1]

/** Provers that send in an epoch: the first, and one for when the first does not. */
const RUNNERS = 2

/**
 * Who of several provers pays for a push. In an epoch the first two of its order may send, the second after a while; one
 * of them that has paid for nothing leaves the epoch to the other. So all of them together waste one transaction an
 * epoch at most, however long transactions wait. Where the value is about to expire, every prover has its turn.
 */
export function createRaces({ own, provers, takeoverSec, clock }: RacesOptions) {
  const turns = createTurns({ own, takeoverSec, clock })
  const wastedIn = new Map<Hex, bigint>()
  return {
    /** Records that a push is wanted, and returns whether this prover should send it now. */
    want(marketId: Hex, wanted: Wanted, isExpiring: boolean): boolean {
      const { rank, isOurs } = turns.want(marketId, wanted, provers)
      if (!isOurs || isExpiring) return isOurs
      return rank < RUNNERS && wastedIn.get(marketId) !== wanted.epoch
    },

    /** A transaction of this prover was in a block after another push of the epoch had counted. */
    noteWasted(marketId: Hex, epoch: bigint): void {
      wastedIn.set(marketId, epoch)
    },

    /** Notes that no push is wanted. */
    forget(marketId: Hex): void {
      turns.forget(marketId)
    },
  }
}

export type Races = ReturnType<typeof createRaces>
