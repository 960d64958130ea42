import type { Market } from '../../market/manifest.ts'
import type { PortfolioDocument } from '../portfolios/schema.ts'
import type { FillSettings } from '../settings.ts'
import { createFill } from './createFill.ts'
import { createOracle, createRules, planAttribution } from './createRules.ts'
import { runsOn } from './findOthers.ts'
import type { BacktestInputs } from './inputs.ts'
import type { Task } from './task.ts'
import { createVariations, type Variation } from './variations.ts'

/** All tasks of a backtest, in a fixed order. */
export interface TaskPlan {
  /** Of the first task. */
  fill: FillSettings
  /** The first market and portfolio; the same under other assumptions; every other pair. */
  tasks: readonly Task[]
  variations: readonly Variation[]
  others: readonly { market: Market; document: PortfolioDocument }[]
}

/** What has to be run for some inputs; its rules are new. */
export function planTasks(inputs: BacktestInputs): TaskPlan {
  const { markets, portfolios } = inputs
  const [market] = markets
  const [portfolio] = portfolios
  const { attributed } = planAttribution(inputs)
  const fill = createFill(inputs, market, portfolio)
  const variations = createVariations(fill)
  const others = markets
    .flatMap((of) => portfolios.map((document) => ({ market: of, document })))
    .slice(1)
    .filter(({ market: of, document }) => runsOn(of, document))
  const rules = [...createRules(inputs, fill, attributed), createOracle(inputs)]
  const tasks = [
    { name: 'main', market, portfolio, fill, rules },
    ...variations.map(({ name, fill: varied }) => ({
      name,
      market,
      portfolio,
      fill: varied,
      rules: createRules(inputs, varied, []),
    })),
    ...others.map(({ market: of, document }, index) => {
      const own = createFill(inputs, of, document)
      const judged = [...createRules(inputs, own, []), createOracle(inputs)]
      const name = `case ${index + 1}`
      return { name, market: of, portfolio: document, fill: own, rules: judged }
    }),
  ]
  return { fill, tasks, variations, others }
}
