import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import { QueueError } from '../errors.ts'
import { findRunJobs } from './enqueueShards.ts'
import type { JobOutput } from './queue.ts'

const POLL_MS = 500

export interface WaitOptions {
  signal?: AbortSignal | undefined
  /** Jobs that are done, and all. */
  onProgress?: ((progress: { done: number; jobs: number }) => void) | undefined
}

/**
 * Waits until workers, wherever they are, have done all of these jobs.
 *
 * @throws QueueError if one cannot be done, with the reason that its worker gave; the signal's reason.
 */
export async function waitForJobs(
  boss: PgBoss,
  run: string,
  ids: readonly string[],
  { signal, onProgress }: WaitOptions = {},
): Promise<void> {
  const wanted = new Set(ids)
  for (;;) {
    signal?.throwIfAborted()
    const jobs = (await findRunJobs(boss, run)).filter(({ id }) => wanted.has(id))
    for (const { state, output, data } of jobs) {
      const { failure } = (output ?? {}) as JobOutput
      if (failure !== undefined) throw new QueueError(failure.message)
      if (state !== 'failed' && state !== 'cancelled') continue
      const { message = 'no reason is known' } = (output ?? {}) as { message?: string }
      throw new QueueError(
        `no worker could run ${data.shards.join(', ')} (${message}); look at the workers' messages`,
      )
    }
    // One that the database has forgotten by now was done.
    const done = ids.length - jobs.filter(({ state }) => state !== 'completed').length
    onProgress?.({ done, jobs: ids.length })
    if (done === ids.length) return
    await sleep(POLL_MS, undefined, { signal }).catch(() => {})
  }
}
