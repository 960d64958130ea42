import type { PgBoss } from 'pg-boss'
import { groupShards, type Shard } from '../planShards.ts'
import { QUEUE, type ShardJob } from './queue.ts'

/** More jobs than any run has. */
const ALL = 100_000

export interface WaitingJob {
  id: string
  data: ShardJob
  state: 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'
  output: unknown
}

export async function findRunJobs(boss: PgBoss, run: string): Promise<WaitingJob[]> {
  const jobs = await boss.findJobs<ShardJob>(QUEUE, { data: { run }, limit: ALL })
  return jobs.map(({ id, data, state, output }) => ({ id, data, state, output }))
}

/**
 * Puts shards into the queue that are not in it: another process may have started the same run.
 *
 * @returns ids of the jobs that hold the shards.
 */
export async function enqueueShards(
  boss: PgBoss,
  run: string,
  shards: readonly Shard[],
): Promise<string[]> {
  const open = (await findRunJobs(boss, run)).filter(({ state }) =>
    ['created', 'retry', 'active'].includes(state),
  )
  const queued = new Set(open.flatMap(({ data }) => data.shards))
  const missing = shards.filter(({ id }) => !queued.has(id))
  const jobs = groupShards(missing).map((group) => {
    const data: ShardJob = { run, shards: group.map(({ id }) => id) }
    return { data }
  })
  const ids = jobs.length === 0 ? [] : await boss.insert(QUEUE, jobs, { returnId: true })
  return [...open.map(({ id }) => id), ...(ids ?? [])]
}
