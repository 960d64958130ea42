import type { Policy } from '../core/index.ts'
import type { Recording } from '../market/recording.ts'
import { defaultPolicy } from './defaultPolicy.ts'

/** The example policy with what a market itself decides: the venue's fee, and its chain's fee rule of the time. */
export function createMarketPolicy({ chain, venue }: Pick<Recording, 'chain' | 'venue'>): Policy {
  return {
    ...defaultPolicy,
    poolFeePips: BigInt(venue.feePips),
    gasTargetPips: BigInt(chain.gasTargetPips),
    baseFeeDenominator: BigInt(chain.baseFeeDenominator),
  }
}
