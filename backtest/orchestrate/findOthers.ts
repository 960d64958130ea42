import type { Market } from '../../market/manifest.ts'
import { CORRELATION_RULE_ID } from '../../strategy/rules/standardRules.ts'
import { listOtherMarkets } from '../portfolios/document.ts'
import { PortfolioError } from '../portfolios/errors.ts'
import type { PortfolioDocument } from '../portfolios/schema.ts'
import type { BacktestInputs } from './inputs.ts'

/**
 * The markets whose prices run beside a market: those of a basket's further assets; else, for a rule that looks at another market, the first
 * one beside it.
 *
 * @throws PortfolioError for a basket's market that is not among the run's.
 */
export function findOthers(
  { markets, against }: Pick<BacktestInputs, 'markets' | 'against'>,
  market: Market,
  document: PortfolioDocument,
): Market[] {
  const beside = markets.filter((of) => of !== market)
  const names = listOtherMarkets(document)
  if (names.length === 0) return against.includes(CORRELATION_RULE_ID) ? beside.slice(0, 1) : []
  return names.map((name) => {
    const found = beside.find(({ manifest }) => manifest.name === name)
    if (found !== undefined) return found
    const known = beside.map(({ manifest }) => manifest.name).join(', ') || 'none'
    const allowed = `a market that is named beside ${market.manifest.name} (now: ${known})`
    throw new PortfolioError([{ path: 'assets', got: name, allowed }])
  })
}

/** Whether a portfolio runs on a market: a basket does not on those of its own further assets. */
export function runsOn(market: Market, document: PortfolioDocument): boolean {
  return !listOtherMarkets(document).includes(market.manifest.name)
}
