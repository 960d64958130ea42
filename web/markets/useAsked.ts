import type { Core } from '../../core/core.ts'
import type { Latest } from '../../query/index.ts'
import { useCore } from '../data/useCore.ts'
import { useLatest } from '../data/useLatest.ts'
import type { MarketNow } from '../data/useMarkets.ts'
import { describeError, type Reading } from '../data/useReading.ts'
import { type Asked, askModel, type NotAsked } from './askModel.ts'

/** All that it takes to say what the model asks of a market. */
export interface Asking {
  latest: Reading<Latest | undefined>
  core: Core | undefined
  /** undefined: it is being read. */
  ask: (market: MarketNow, blockAt: bigint) => Asked | NotAsked | undefined
}

/** What the model asks of markets, computed in this browser. */
export function useAsked(): Asking {
  const latest = useLatest()
  const { data: core, error: coreError } = useCore()
  return {
    latest,
    core,
    ask(market, blockAt) {
      const failure = latest.data === undefined ? (latest.error ?? coreError) : coreError
      if (failure !== null) return { reason: endSentence(describeError(failure)) }
      if (latest.isPending || core === undefined) return undefined
      if (latest.data === undefined) {
        return { reason: 'No index is given for this network; Settings take one.' }
      }
      return askModel(core, market, latest.data.markets.get(market.id), blockAt)
    },
  }
}

function endSentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}
