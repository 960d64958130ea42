import type { Seen, TakeTask } from '../../orchestrate/taskOutcome.ts'
import type { RuleRun } from '../../outcome.ts'
import { StoreError } from './errors.ts'
import { getTaskId, type Shard } from './planShards.ts'
import { readStoredSteps } from './readStoredSteps.ts'
import { getOutcomeKey, getPlace } from './shardKeys.ts'
import { readOutcome } from './shardOutcome.ts'
import type { Store } from './store/store.ts'

/**
 * Takes what `backtest` would run from a store where all shards of a run are done, by whichever machines: the rest of the backtest
 * is the same code, so its result has the same bytes.
 *
 * @throws StoreError, when a task is run, for a shard that is not there.
 */
export function createStoredTasks(run: string, shards: readonly Shard[], store: Store): TakeTask {
  return async (name, { sink, onShare }) => {
    const own = shards.filter(({ taskId }) => taskId === getTaskId({ name }))
    const runs: RuleRun[] = []
    let seen: Seen | undefined
    for (const shard of own) {
      const outcome = await getOutcome(run, shard, store)
      seen ??= outcome.seen
      runs.push(outcome.rule)
      if (sink === undefined) continue
      for await (const steps of readStoredSteps(store, getPlace('', run, shard), shard.ruleId)) {
        for (const step of steps) sink.writeStep(step)
        await sink.flush()
      }
    }
    if (seen === undefined) throw new StoreError(store.title, `has nothing of the task ${name}`)
    onShare(1)
    return { runs, seen }
  }
}

async function getOutcome(run: string, shard: Shard, store: Store) {
  const bytes = await store.get(getOutcomeKey(run, shard))
  if (bytes === undefined) {
    throw new StoreError(store.title, `has no ${shard.id} of run ${run}; run its share again`)
  }
  const text = new TextDecoder().decode(bytes)
  return readOutcome(text, { run, shard: shard.id, title: store.title })
}
