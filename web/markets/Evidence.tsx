import { describeAge } from '../../client/describeAge.ts'
import { useChainNow } from '../data/useChainNow.ts'
import type { MarketNow } from '../data/useMarkets.ts'

/** Age and expiry of a market's evidence, counting. */
export function Evidence({ market, blockAt }: { market: MarketNow; blockAt: bigint }) {
  const nowAt = useChainNow() ?? blockAt
  const { observedAt } = market.inForce.state
  const ageSec = nowAt > observedAt ? nowAt - observedAt : 0n
  const age = describeAge(observedAt === 0n ? undefined : ageSec, market.config.freshness.maxAgeSec)
  return <span>{observedAt === 0n ? 'No evidence yet' : `Evidence ${age}`}</span>
}
