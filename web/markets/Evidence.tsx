import { describeAge } from '../../client/describeAge.ts'
import type { EvidenceKind } from '../../query/index.ts'
import { useChainNow } from '../data/useChainNow.ts'
import type { MarketNow } from '../data/useMarkets.ts'
import { explainKind } from './evidenceWords.ts'

/** Age and expiry of a market's evidence, counting, and its kind where the index tells it. */
export function Evidence(props: {
  market: MarketNow
  blockAt: bigint
  kind: EvidenceKind | undefined
}) {
  const { market, blockAt, kind } = props
  const nowAt = useChainNow() ?? blockAt
  const { observedAt } = market.inForce.state
  const ageSec = nowAt > observedAt ? nowAt - observedAt : 0n
  const age = describeAge(observedAt === 0n ? undefined : ageSec, market.config.freshness.maxAgeSec)
  if (observedAt === 0n) return <span>No evidence yet</span>
  return (
    <span>
      Evidence {age}
      {kind !== undefined && (
        <>
          , <span title={explainKind(kind)}>{kind}</span>
        </>
      )}
    </span>
  )
}
