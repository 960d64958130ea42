import type { BacktestInputs } from '../../orchestrate/inputs.ts'
import { planTasks } from '../../orchestrate/planTasks.ts'
import type { Task } from '../../orchestrate/task.ts'

/**
 * The smallest part of a backtest: one rule over a whole market. It is not cut in time: portfolio, value in force, cooldown and
 * averages of a step follow from all steps before, so a fold alone would be another run. Folds are cut of the days at the end.
 */
export interface Shard {
  /** `main/band-2.5`, `refill-x0.2/in-force`, `case-1/hold`. */
  id: string
  /** `main`, `refill-x0.2`, `case-1`. */
  taskId: string
  /** Its name. */
  market: string
  ruleId: string
}

/** Rules that are run together read the market once; more of them would cost memory, and more work is lost with a worker. */
const RULES_TOGETHER = 4

/** All shards of a backtest, in a fixed order: first and last tasks, and in each the rules in theirs. */
export function planShards(inputs: BacktestInputs): Shard[] {
  return planTasks(inputs).tasks.flatMap((task) => {
    const taskId = getTaskId(task)
    const market = task.market.manifest.name
    return task.rules.map(({ rule }) => {
      return { id: `${taskId}/${rule.id}`, taskId, market, ruleId: rule.id }
    })
  })
}

export function getTaskId({ name }: Pick<Task, 'name'>): string {
  return name.replaceAll(' ', '-')
}

/**
 * The i-th of n shares, 1 to n: together all shards, none twice.
 *
 * @param shards - In the fixed order.
 */
export function takeShare<Item>(shards: readonly Item[], share: number, shares: number): Item[] {
  const cut = (at: number) => Math.floor((at * shards.length) / shares)
  return shards.slice(cut(share - 1), cut(share))
}

/** Groups of shards of one task, each of which one worker runs together. */
export function groupShards(shards: readonly Shard[]): Shard[][] {
  return [...Map.groupBy(shards, ({ taskId }) => taskId).values()].flatMap((own) => {
    const groups = Math.ceil(own.length / RULES_TOGETHER)
    return Array.from({ length: groups }, (_, group) => takeShare(own, group + 1, groups))
  })
}
