import type { Address, Hex } from 'viem'
import {
  type Change,
  type Document,
  formatMarket,
  formatParameter,
  fromAbiConfig,
  type MarketConfig,
} from '../../governance/index.ts'
import {
  createLocalMarket,
  createProvenMarket,
  LOCAL_MARKET_ID,
  type LocalMarket,
  PROVEN_MARKET_ID,
} from '../local/localMarket.ts'
import type { Stack } from '../local/stack.ts'

/** What of a stack decides its market's settings. */
export interface MarketStack extends Pick<Stack, 'addresses' | 'marketStart' | 'marketPolicy'> {
  /** What the vault does, a sentence for voters; that of the reference vault without it. */
  vaultText?: string
  /** A contract that measures for itself: voters add a second market with it as the only reporter. */
  provenReporter?: Address
}

const REFERENCE_TEXT = 'The vault keeps half of its value in ether and trades on one Uniswap pool.'
const PROVEN_TEXT =
  `The same policy, bounds and source as ${formatMarket(LOCAL_MARKET_ID)}, but nobody signs: the only reporter is a contract, which ` +
  'measures pool, portfolio and base fee for itself whenever somebody has it push. So both can be compared.'

/** The markets that voters are asked to add, by their ids. */
export function listMarkets({
  addresses: { venue, vault },
  marketStart,
  marketPolicy,
  provenReporter,
}: MarketStack): Map<Hex, LocalMarket> {
  const signed = createLocalMarket(venue, vault, marketStart, marketPolicy)
  const markets = new Map([[LOCAL_MARKET_ID, signed]])
  if (provenReporter === undefined) return markets
  return markets.set(PROVEN_MARKET_ID, createProvenMarket(signed, provenReporter))
}

/** The proposals that add them, each with the reasons a voter would want to read. Both together were too long for Snapshot. */
export function createMarketDocuments(stack: MarketStack): Document[] {
  const { vaultText = REFERENCE_TEXT } = stack
  return [...listMarkets(stack)].map(([id, market]) => ({
    title: `Add the market ${formatMarket(id)}`,
    summary:
      `${vaultText} From now on the model sets how boldly, ` +
      'within these bounds, from what reporters measure; nobody can set a value by hand.',
    changes: [describeMarket(id, fromAbiConfig(market))],
  }))
}

function describeMarket(market: Hex, config: MarketConfig): Change {
  const { policy, bounds, fallbackVector: fallback, freshness, source } = config
  const { model, coreHash, threshold, reporters } = config
  return {
    change: 'market',
    market,
    rationale: market === PROVEN_MARKET_ID ? PROVEN_TEXT : explain(config),
    policy,
    bounds,
    fallback,
    freshness,
    source,
    model,
    coreHash,
    reporters,
    threshold,
  }
}

/** From the figures themselves: a text that was written beside them would be wrong after the first change. */
function explain({ bounds, fallbackVector, threshold, reporters }: MarketConfig): string {
  const { stepUp, stepDown, budget } = bounds
  const steps = budget.aggressivenessPips / stepUp.aggressivenessPips
  return [
    'Tightening takes effect at once, within an epoch too. Loosening goes by steps: at most',
    `${formatParameter('aggressivenessPips', stepUp.aggressivenessPips)} of aggressiveness,`,
    `${formatParameter('bandPips', stepDown.bandPips)} of band and`,
    `${formatParameter('maxTradeUsd', stepUp.maxTradeUsd)} of trade an epoch, and ${steps} such steps a day,`,
    `so that a few wrong reports cannot do much. ${threshold} of ${reporters.length} reporters have to sign.`,
    'Without reports the vault trades cautiously:',
    `it leaves a drift of up to ${formatParameter('bandPips', fallbackVector.bandPips)} alone,`,
    `comes back to ${formatParameter('returnPips', fallbackVector.returnPips)},`,
    `and sells or buys at most ${formatParameter('maxTradeUsd', fallbackVector.maxTradeUsd)} at once.`,
  ].join(' ')
}
