import { BaseError } from '../../../../core/index.ts'
import type { BacktestEngine } from '../../../orchestrate/inputs.ts'
import { ForeignRunError, StoreError } from '../errors.ts'
import { planShards } from '../planShards.ts'
import { readRun, restoreRunInputs, type StoredRun } from '../runDocument.ts'
import { runShards } from '../runShards.ts'
import { getRunKey } from '../shardKeys.ts'
import type { Store } from '../store/store.ts'
import { openStoredMarkets } from '../storedMarkets.ts'
import { type JobOutput, openQueue, QUEUE, type ShardJob, workOptions } from './queue.ts'

export interface WorkerOptions {
  /** Of the queue's database. */
  url: string
  store: Store
  engine: BacktestEngine
  /** A folder of this process, for markets of the store. */
  folder: string
  /** Ends the worker: it gives back what it has not ended. */
  signal: AbortSignal
  /** Told of each job. */
  onJob?: ((event: JobEvent) => void) | undefined
}

export interface JobEvent {
  event: 'begins' | 'done' | 'given back' | 'failed'
  job: ShardJob
  reason?: string | undefined
}

/**
 * Takes jobs of the queue one after the other until the signal, or until one is met that this machine must not run: another program
 * would give other figures.
 *
 * @throws QueueError; StoreError if the store has not the run; ForeignRunError. The job goes back to the queue.
 */
export async function workOnQueue(options: WorkerOptions): Promise<void> {
  const { url, signal, onJob } = options
  const boss = await openQueue(url)
  const ended = Promise.withResolvers<void>()
  const end = () => ended.resolve()
  signal.addEventListener('abort', end, { once: true })
  try {
    if (signal.aborted) return
    await boss.work<ShardJob, JobOutput>(QUEUE, workOptions, async ([taken]) => {
      const job = taken?.data as ShardJob
      onJob?.({ event: 'begins', job })
      try {
        await runJob(job, options)
        onJob?.({ event: 'done', job })
        return {}
      } catch (error) {
        return handleFailure(error, job, options, ended.reject)
      }
    })
    await ended.promise
  } finally {
    signal.removeEventListener('abort', end)
    // Waits for the handler, which the signal ends at its next chunk.
    await boss.stop({ graceful: true })
  }
}

/** What a run itself says is the same on every machine; a full disk, or a store that does not answer, is not. */
const FINAL = /^(backtest|market|strategy)\//

/**
 * A failure that every machine would see again is an answer, and ends the job. Any other goes back to the queue: by throwing.
 */
function handleFailure(
  error: unknown,
  job: ShardJob,
  { signal, onJob }: WorkerOptions,
  stop: (reason: unknown) => void,
): JobOutput {
  const reason = error instanceof Error ? error.message : String(error)
  if (signal.aborted) {
    onJob?.({ event: 'given back', job })
    throw new Error('the worker was stopped')
  }
  onJob?.({ event: 'failed', job, reason })
  if (error instanceof ForeignRunError || error instanceof StoreError) {
    stop(error)
    throw error
  }
  if (!(error instanceof BaseError && FINAL.test(error.code))) throw error
  return { failure: { code: error.code, message: error.message } }
}

async function runJob(job: ShardJob, options: WorkerOptions): Promise<void> {
  const { store, engine, folder, signal } = options
  const stored = await fetchRun(job, store)
  requireSameProgram(stored, engine)
  const markets = await openStoredMarkets(stored.document, store, folder)
  const inputs = restoreRunInputs(stored.document, markets)
  const wanted = new Set(job.shards)
  const shards = planShards(inputs).filter(({ id }) => wanted.has(id))
  await runShards(stored, shards, { inputs, engine, store, signal })
}

async function fetchRun({ run }: ShardJob, store: Store): Promise<StoredRun> {
  const bytes = await store.get(getRunKey(run))
  if (bytes !== undefined) return readRun(run, new TextDecoder().decode(bytes), store.title)
  const advice = 'give the worker the store that the run was started with'
  throw new StoreError(store.title, `has no run ${run}, which the queue names; ${advice}`)
}

function requireSameProgram({ run, document }: StoredRun, { backtester }: BacktestEngine): void {
  for (const [name, wanted] of Object.entries(document.backtester)) {
    const own = backtester[name as keyof typeof backtester]
    if (own === wanted) continue
    throw new ForeignRunError(
      `run ${run} was started by another program: its ${name} is ${wanted}, this program has ${own}; use the same version on every machine`,
    )
  }
}
