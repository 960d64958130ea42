import { openEngine } from '../../../../../backtest/node/openEngine.ts'
import type { BacktestEngine, BacktestInputs } from '../../../../../backtest/orchestrate/inputs.ts'
import { parsePortfolio } from '../../../../../backtest/portfolios/document.ts'
import { keepVoted } from '../../../../../backtest/proposal/voted.ts'
import { openMarket } from '../../../../../market/files/openMarket.ts'
import { createInputs } from '../../../orchestrate/support/madeBacktest.ts'

/** This program, with recorded markets. */
export const engine: BacktestEngine = await openEngine()

/** Two hours of the shipped day, two portfolios, few rules: 9 + 6 * 4 + 5 shards. */
export async function createSmallInputs(
  changes: Partial<BacktestInputs> = {},
): Promise<BacktestInputs> {
  const inputs = createInputs({
    markets: [await openMarket('ethereum-2022-05-12')],
    portfolios: [
      parsePortfolio({ kind: 'constant-mix' }),
      parsePortfolio({ kind: 'constant-mix', nav: '$1,000,000' }),
    ],
    against: ['hold', 'band-0.5'],
    // 06:00 to 08:00.
    range: { from: 1_652_335_200, to: 1_652_342_400 },
    draws: 50,
    ...changes,
  })
  const { inForce, proposed } = inputs
  return { ...inputs, inForce: keepVoted(inForce), proposed: keepVoted(proposed) }
}
