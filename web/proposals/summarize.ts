import type { Hex } from 'viem'
import {
  applyMarketChange,
  type Change,
  type DecodedProposal,
  diffConfigs,
  formatMarket,
  isRemote,
  listMarkets,
  type MarketConfig,
} from '../../governance/index.ts'

/** What a proposal does to one market, or the calls that nobody can read. */
export interface Summary {
  /** The market's name; undefined for unknown calls. */
  market: string | undefined
  /** `bounds 4 tighter`, `policy`, `new market`. */
  parts: readonly string[]
}

/**
 * What a proposal changes, in a line.
 *
 * @param current - What is in force, for which way it goes; without it only the kinds are named.
 */
export function summarize(
  { changes }: Pick<DecodedProposal, 'changes'>,
  current?: ReadonlyMap<Hex, MarketConfig>,
): Summary[] {
  const markets = new Map(current)
  const parts = new Map<string, string[]>()
  const say = (market: string, part: string) => {
    parts.set(market, [...(parts.get(market) ?? []), part])
  }
  const known = changes.filter((change) => change.change !== 'unknown')
  for (const change of known) {
    if (isRemote(change)) {
      const part = change.change === 'remote-resume' ? 'resumes' : 'all settings'
      say(`${formatMarket(change.market)} on chain ${change.chainId}`, part)
      continue
    }
    for (const market of listMarkets(change)) say(formatMarket(market), describe(market, change))
  }
  const unknown = changes.length - known.length
  return [
    ...(unknown === 0
      ? []
      : [
          {
            market: undefined,
            parts: [unknown === 1 ? '1 unknown call' : `${unknown} unknown calls`],
          },
        ]),
    ...[...parts].map(([market, said]) => ({ market, parts: said })),
  ]

  function describe(market: Hex, change: Change): string {
    const before = markets.get(market)
    const after = applyMarketChange(before, change)
    if (after !== undefined) markets.set(market, after)
    if (change.change === 'market') return 'new market'
    if (change.change === 'resume') return 'resumes'
    if (current === undefined || before === undefined || after === undefined) return change.change
    return [change.change, countDirections(before, after)].filter(Boolean).join(' ')
  }
}

function countDirections(before: MarketConfig, after: MarketConfig): string {
  const fields = diffConfigs(before, after)
  if (fields.length === 0) return 'as in force'
  const count = (direction: 'looser' | 'tighter') =>
    fields.filter((field) => field.direction === direction).length
  const [looser, tighter] = [count('looser'), count('tighter')]
  return [looser > 0 ? `${looser} looser` : '', tighter > 0 ? `${tighter} tighter` : '']
    .filter((part) => part !== '')
    .join(', ')
}

/** The same as one sentence. */
export const saySummary = (summary: readonly Summary[]): string =>
  summary
    .map(({ market, parts }) => [market, parts.join('; ')].filter(Boolean).join(': '))
    .join(' · ')
