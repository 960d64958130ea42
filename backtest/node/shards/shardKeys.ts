import type { RunPlace } from '../resultPath.ts'
import type { Shard } from './planShards.ts'

// Keys of a store. The tables lie as `resultPath.ts` has them; their `run` is `RUN.TASK`, as rules of one name run in each task.

export const getRunKey = (run: string): string => `runs/${run}.json`

/** All that is there begins with this when some shards of the run are done. */
export const getOutcomePrefix = (run: string): string => `outcomes/run=${run}.`

/** Written last: where it is, all of the shard is. */
export function getOutcomeKey(run: string, { taskId, ruleId }: Shard): string {
  return `${getOutcomePrefix(run)}${taskId}/rule=${ruleId}.json`
}

export function getPlace(folder: string, run: string, { taskId, market }: Shard): RunPlace {
  return { folder, run: `${run}.${taskId}`, market }
}
