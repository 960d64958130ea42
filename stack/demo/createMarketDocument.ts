import {
  type Document,
  formatParameter,
  fromAbiConfig,
  type MarketConfig,
} from '../../governance/index.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../local/localMarket.ts'
import type { Stack } from '../local/stack.ts'

/** What of a stack decides its market's settings. */
export interface MarketStack extends Pick<Stack, 'addresses' | 'marketStart' | 'marketPolicy'> {
  /** What the vault does, a sentence for voters; that of the reference vault without it. */
  vaultText?: string
}

const REFERENCE_TEXT = 'The vault keeps half of its value in ether and trades on one Uniswap pool.'

/** The proposal that adds the local market, with the reasons a voter would want to read. */
export function createMarketDocument({
  addresses: { venue, vault },
  marketStart,
  marketPolicy,
  vaultText = REFERENCE_TEXT,
}: MarketStack): Document {
  const config = fromAbiConfig(createLocalMarket(venue, vault, marketStart, marketPolicy))
  const { policy, bounds, fallbackVector: fallback, freshness, source } = config
  const { model, coreHash, threshold, reporters } = config
  return {
    title: 'Add the market weth-usd',
    summary:
      `${vaultText} From now on the model sets how boldly, ` +
      'within these bounds, from what reporters measure; nobody can set a value by hand.',
    changes: [
      {
        change: 'market',
        market: LOCAL_MARKET_ID,
        rationale: explain(config),
        policy,
        bounds,
        fallback,
        freshness,
        source,
        model,
        coreHash,
        reporters,
        threshold,
      },
    ],
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
