import type { Market } from '../../market/manifest.ts'
import { ruleIds } from '../../strategy/rules/standardRules.ts'
import { parsePortfolio } from '../portfolios/document.ts'
import { parseVoted } from '../proposal/voted.ts'
import type { BacktestResult } from '../result.ts'
import type { BacktestInputs } from './inputs.ts'

/**
 * The inputs that a result names, to run it again.
 *
 * @param markets - The result's markets, opened, in its order.
 * @throws ProposalError, PortfolioError for inputs that no run has.
 */
export function restoreInputs(
  { inputs, documentHash, seed, honesty }: BacktestResult,
  markets: readonly Market[],
): BacktestInputs {
  return {
    title: inputs.title,
    documentHash,
    governed: inputs.governed,
    isAddition: inputs.isAddition,
    inForce: parseVoted(inputs.inForce),
    proposed: parseVoted(inputs.proposal),
    markets: markets as unknown as BacktestInputs['markets'],
    portfolios: inputs.portfolios.map(parsePortfolio) as unknown as BacktestInputs['portfolios'],
    against: inputs.rules.filter((id) => ruleIds.includes(id)),
    seed: BigInt(seed),
    latencyBlocks: inputs.latencyBlocks,
    isWhatIf: inputs.isWhatIf,
    range: { from: inputs.from, to: inputs.to },
    draws: inputs.draws,
    trials: honesty.trials,
  }
}
