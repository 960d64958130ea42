import type { Hex } from 'viem'
import { type Parameters, parameterCaps, parameterFields } from '../../../core/index.ts'
import { type Document, listMarkets, type MarketConfig } from '../../../governance/index.ts'
import { localConfig } from './localMarket.ts'

const YEAR_SEC = 31_557_600n
const zeros = Object.fromEntries(
  parameterFields.map((field) => [field, 0n]),
) as unknown as Parameters

/** The local market's settings, as wide as they can be, so that most changes of any one part fit the others. */
const wide: MarketConfig = {
  ...localConfig,
  policy: { ...localConfig.policy, epochSec: 60n },
  bounds: { ...localConfig.bounds, min: zeros, max: parameterCaps },
  freshness: { ...localConfig.freshness, maxAgeSec: YEAR_SEC },
}

/** What may be in force for a document: each market that it changes and does not add. */
export function findInForce({ changes }: Document): Map<Hex, MarketConfig> {
  const added = changes.filter(({ change }) => change === 'market').flatMap(listMarkets)
  const markets = changes.flatMap(listMarkets).filter((id) => !added.includes(id))
  return new Map(
    markets.map((id) => {
      const bounds = changes.find((of) => of.change === 'bounds' && of.market === id)
      const fallbackVector = bounds?.change === 'bounds' ? bounds.bounds.min : zeros
      return [id, { ...wide, fallbackVector }]
    }),
  )
}
