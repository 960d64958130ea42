import { UsageError } from '../../program/errors.ts'
import type { BacktestFlags } from '../flags.ts'

/** The queue's URL holds a password: a process list shows arguments, and no environment. */
export const QUEUE_VARIABLE = 'GIMBAL_QUEUE'

/** Where a backtest is run, but for this process. */
export interface Place {
  store: string
  /** URL of a Postgres; undefined: no queue, or one that is started for this run. */
  queue: string | undefined
  /** Workers that are started here. */
  workers: number
  share: { share: number; shares: number } | undefined
}

/**
 * What --store, --queue, --workers and --shard say; undefined without a store.
 *
 * @throws UsageError
 */
export function readPlace(
  { store, workers, shard, queue }: BacktestFlags,
  env: NodeJS.ProcessEnv = process.env,
): Place | undefined {
  if (store === undefined) {
    const given = Object.entries({ workers, shard, queue }).find(([, of]) => of !== undefined)
    if (given === undefined) return undefined
    throw new UsageError(
      `--${given[0]} needs --store, a folder or s3://BUCKET/PREFIX that all workers share; give one`,
    )
  }
  const url = shard === undefined ? (queue ?? (env[QUEUE_VARIABLE] || undefined)) : queue
  const place = {
    store: requireStore(store),
    queue: url === undefined ? undefined : requireUrl(url),
    workers: workers === undefined ? 0 : readWorkers(workers),
    share: shard === undefined ? undefined : readShare(shard),
  }
  if (place.share !== undefined && (queue ?? workers) !== undefined) {
    throw new UsageError('--shard is for schedulers without a queue; remove --queue and --workers')
  }
  return place
}

/** What a worker needs. @throws UsageError */
export function readWorkerPlace(
  { store, queue }: BacktestFlags,
  env: NodeJS.ProcessEnv = process.env,
): { store: string; queue: string } {
  const url = queue ?? env[QUEUE_VARIABLE]
  if (!url) throw new UsageError(`work needs --queue, a postgresql URL, or ${QUEUE_VARIABLE}`)
  if (store === undefined) {
    throw new UsageError('work needs --store, the one that the backtest was started with')
  }
  return { store: requireStore(store), queue: requireUrl(url) }
}

function requireStore(store: string): string {
  if (store.trim() === '') throw new UsageError('--store is empty; name a folder or s3://BUCKET')
  return store
}

function requireUrl(url: string): string {
  if (/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) return url
  throw new UsageError('the value of --queue is no postgresql URL; give one')
}

const MAX_WORKERS = 64

function readWorkers(text: string): number {
  const workers = /^\d{1,2}$/.test(text) ? Number(text) : 0
  if (workers >= 1 && workers <= MAX_WORKERS) return workers
  throw new UsageError(`--workers is ${text}; give a whole number from 1 to ${MAX_WORKERS}`)
}

const MAX_SHARES = 100_000

function readShare(text: string): { share: number; shares: number } {
  const [, share, shares] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? []
  if (share !== undefined && shares !== undefined) {
    if (share >= 1 && share <= shares && shares <= MAX_SHARES) return { share, shares }
  }
  throw new UsageError(`--shard is ${text}; give I/N, the I-th of N shares, such as 2/7`)
}
