import { formatDuration } from '../../client/formatDuration.ts'
import type { InForce } from '../../client/readInForce.ts'
import type { MarketConfig } from '../../governance/document.ts'
import type { Tone } from '../ui/Notice.tsx'

/** How a market stands. */
export interface Standing {
  /** In a word or three. */
  word: string
  tone: Tone
  /** What that means for whoever reads the market. */
  meaning: string
}

/** Status and meaning of what the contract answers. */
export function describeStatus(
  { status, state }: Pick<InForce, 'status' | 'state'>,
  { freshness }: Pick<MarketConfig, 'freshness'>,
): Standing {
  const instead = 'protocols get the voted fallback'
  switch (status) {
    case 'active':
      return { word: 'Active', tone: 'good', meaning: 'Protocols get these values.' }
    case 'stale': {
      const maxAge = formatDuration(freshness.maxAgeSec)
      return {
        word: 'Stale',
        tone: 'warn',
        meaning: `The evidence is older than the ${maxAge} that voters allow: ${instead} until the next push.`,
      }
    }
    case 'halted':
      return {
        word: 'Halted',
        tone: 'danger',
        meaning: `The guardian has halted the market: ${instead}, and no report counts until governance resumes it.`,
      }
    case 'fallback':
      return state.isOnFallback
        ? {
            word: 'Fallback',
            tone: 'warn',
            meaning: `The guardian has put the market on its fallback: ${instead}, and no report counts until governance resumes it.`,
          }
        : {
            word: 'Awaiting evidence',
            tone: 'warn',
            meaning: `The market is new, was resumed or has a new source: ${instead} until the next push.`,
          }
    case 'unknown':
      return {
        word: 'Unknown',
        tone: 'danger',
        meaning: 'The contract does not know this market; protocols get zeros.',
      }
  }
}
