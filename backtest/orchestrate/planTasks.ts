import { createFill } from './createFill.ts'
import { createOracle, createRules, planAttribution } from './createRules.ts'
import { runsOn } from './findOthers.ts'
import type { BacktestInputs } from './inputs.ts'
import type { Task } from './task.ts'
import { createVariations } from './variations.ts'

/** All tasks of a backtest. */
export interface TaskPlan {
  /** The first market and portfolio. */
  main: Task
  /** The same under other assumptions. */
  variations: readonly Task[]
  /** Every other pair of market and portfolio. */
  others: readonly Task[]
}

/** What has to be run for some inputs, in a fixed order. */
export function planTasks(inputs: BacktestInputs): TaskPlan {
  const { markets, portfolios } = inputs
  const [market] = markets
  const [portfolio] = portfolios
  const { attributed } = planAttribution(inputs)
  const fill = createFill(inputs, market)
  const main: Task = {
    name: 'main',
    market,
    portfolio,
    fill,
    createRules: () => [...createRules(inputs, fill, attributed), createOracle(inputs)],
  }
  const variations = createVariations(fill).map(
    ({ name, fill: varied }): Task => ({
      name,
      market,
      portfolio,
      fill: varied,
      createRules: () => createRules(inputs, varied, []),
    }),
  )
  const pairs = markets
    .flatMap((of) => portfolios.map((document) => ({ of, document })))
    .slice(1)
    .filter(({ of, document }) => runsOn(of, document))
  const others = pairs.map(({ of, document }, index): Task => {
    const own = createFill(inputs, of)
    return {
      name: `case ${index + 1}`,
      market: of,
      portfolio: document,
      fill: own,
      createRules: () => [...createRules(inputs, own, []), createOracle(inputs)],
    }
  })
  return { main, variations, others }
}
