import {
  type Document,
  formatParameter,
  fromAbiConfig,
  type MarketConfig,
} from '../../governance/index.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../local/localMarket.ts'
import type { StackAddresses } from '../local/setUpChain.ts'

/** The proposal that adds the local market, with the reasons a voter would want to read. */
export function createMarketDocument({
  venue,
  vault,
}: Pick<StackAddresses, 'venue' | 'vault'>): Document {
  const config = fromAbiConfig(createLocalMarket(venue, vault))
  const { policy, bounds, fallbackVector: fallback, freshness, source } = config
  const { threshold, reporters } = config
  return {
    title: 'Add the market weth-usd',
    summary:
      'The vault keeps half of its value in ether and trades on one Uniswap pool. From now on the model sets how boldly, ' +
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
    'Tightening takes effect at once. Loosening goes by steps: at most',
    `${formatParameter('aggressivenessPips', stepUp.aggressivenessPips)} of aggressiveness,`,
    `${formatParameter('bandPips', stepDown.bandPips)} of band and`,
    `${formatParameter('maxTradeUsd6', stepUp.maxTradeUsd6)} of trade an update, and ${steps} such steps a day,`,
    `so that a few wrong reports cannot do much. ${threshold} of ${reporters.length} reporters have to sign.`,
    'Without reports the vault trades cautiously:',
    `${formatParameter('aggressivenessPips', fallbackVector.aggressivenessPips)} of the drift an epoch,`,
    `beyond a band of ${formatParameter('bandPips', fallbackVector.bandPips)},`,
    `at most ${formatParameter('maxTradeUsd6', fallbackVector.maxTradeUsd6)} a trade.`,
  ].join(' ')
}
