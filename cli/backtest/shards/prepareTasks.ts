import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QueueError } from '../../../backtest/node/shards/errors.ts'
import { createStoredTasks } from '../../../backtest/node/shards/mergeShards.ts'
import { planShards, type Shard, takeShare } from '../../../backtest/node/shards/planShards.ts'
import { enqueueShards } from '../../../backtest/node/shards/queue/enqueueShards.ts'
import { openQueue } from '../../../backtest/node/shards/queue/queue.ts'
import { waitForJobs } from '../../../backtest/node/shards/queue/waitForJobs.ts'
import { createRun, formatRun, type StoredRun } from '../../../backtest/node/shards/runDocument.ts'
import { listMissing, runShards } from '../../../backtest/node/shards/runShards.ts'
import { getRunKey } from '../../../backtest/node/shards/shardKeys.ts'
import { openStore } from '../../../backtest/node/shards/store/openStore.ts'
import type { Store } from '../../../backtest/node/shards/store/store.ts'
import { publishMarkets } from '../../../backtest/node/shards/storedMarkets.ts'
import type { BacktestEngine, BacktestInputs } from '../../../backtest/orchestrate/inputs.ts'
import type { TakeTask } from '../../../backtest/orchestrate/taskOutcome.ts'
import { keepVoted } from '../../../backtest/proposal/voted.ts'
import { createBar } from '../../io/createBar.ts'
import { printNote } from '../../io/print.ts'
import { onStopSignal } from '../../program/onStopSignal.ts'
import { typeCommand } from '../../program/typedCommand.ts'
import type { Place } from './readPlace.ts'
import { startQueue } from './startQueue.ts'
import { startWorkers } from './startWorkers.ts'

interface Prepared {
  given: Place
  stored: StoredRun
  shards: readonly Shard[]
  store: Store
  inputs: BacktestInputs
  engine: BacktestEngine
}

/**
 * Has the parts of a backtest run where `place` says, and waits for them.
 *
 * @returns how the backtest takes its tasks from the store; undefined after a share, as other shares are still to come.
 * @throws StoreError, QueueError, what a run throws.
 */
export async function prepareTasks(
  given: BacktestInputs,
  engine: BacktestEngine,
  place: Place,
): Promise<TakeTask | undefined> {
  const { inForce, proposed } = given
  const inputs = { ...given, inForce: keepVoted(inForce), proposed: keepVoted(proposed) }
  const store = openStore(place.store)
  const stored = createRun(inputs, engine)
  const shards = planShards(inputs)
  const prepared = { given: place, stored, shards, store, inputs, engine }
  const stopping = new AbortController()
  const stopListening = onStopSignal((signal) => {
    const advice = 'what is done stays in the store, and the same command goes on from there'
    stopping.abort(new QueueError(`the backtest was stopped by ${signal}; ${advice}`))
  })
  try {
    await store.put(getRunKey(stored.run), new TextEncoder().encode(formatRun(stored.document)))
    if (place.share !== undefined) {
      await runShare(prepared, place.share, stopping.signal)
      return undefined
    }
    const missing = await listMissing(stored.run, shards, store)
    if (missing.length > 0) {
      const isQueued = place.queue !== undefined || place.workers > 0
      await (isQueued ? runOnQueue : runHere)(prepared, missing, stopping.signal)
    }
    return createStoredTasks(stored.run, shards, store)
  } finally {
    stopListening()
  }
}

async function runShare(
  prepared: Prepared,
  { share, shares }: { share: number; shares: number },
  signal: AbortSignal,
): Promise<void> {
  const own = takeShare(prepared.shards, share, shares)
  const run = await runCounted(prepared, own, signal)
  const parts = `${own.length} of ${prepared.shards.length} parts`
  const next = 'When all shares are there, the same command without --shard merges them.'
  printNote(
    `gimbal: share ${share} of ${shares} is in ${prepared.store.title}: ${parts}, ${run} of them run now. ${next}`,
  )
}

async function runHere(
  prepared: Prepared,
  missing: readonly Shard[],
  signal: AbortSignal,
): Promise<void> {
  const { shards, store } = prepared
  printNote(
    `gimbal: ${store.title} has ${shards.length - missing.length} of ${shards.length} parts; the others are run here`,
  )
  await runCounted(prepared, missing, signal)
}

async function runCounted(
  { stored, inputs, engine, store }: Prepared,
  shards: readonly Shard[],
  signal: AbortSignal,
): Promise<number> {
  const bar = createBar('parts [{bar}] {percentage} %', 16)
  bar?.start(1_000, 0)
  try {
    const onShare = (share: number) => bar?.update(Math.floor(share * 1_000))
    return await runShards(stored, shards, { inputs, engine, store, signal, onShare })
  } finally {
    bar?.stop()
  }
}

async function runOnQueue(
  { given, stored, inputs, store }: Prepared,
  missing: readonly Shard[],
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-queue-'))
  // Postgres runs as a user of its own where this process is root's.
  await chmod(folder, 0o711)
  const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })]
  try {
    await publishMarkets(inputs.markets, store)
    const own = given.queue === undefined ? await startQueue(folder, signal) : undefined
    if (own !== undefined) closing.unshift(own.stop)
    const url = given.queue ?? (own?.url as string)
    const boss = await openQueue(url)
    closing.unshift(() => boss.stop({ graceful: false }))
    const ids = await enqueueShards(boss, stored.run, missing)
    const waiting = [waitCounted(boss, stored.run, ids, signal)]
    if (given.workers > 0) {
      const workers = await startWorkers(given.workers, { store: given.store, url, folder })
      closing.unshift(workers.stop)
      waiting.push(workers.lost)
    } else {
      printNote(
        `gimbal: run ${stored.run} has ${ids.length} jobs in the queue; workers take them: ${typeCommand('backtest', 'work', '--queue', 'URL', '--store', given.store)}`,
      )
    }
    await Promise.race(waiting)
  } finally {
    for (const close of closing) await close()
  }
}

async function waitCounted(
  boss: Awaited<ReturnType<typeof openQueue>>,
  run: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const bar = createBar('job {value} of {total} [{bar}] {percentage} %', 28)
  bar?.start(ids.length, 0)
  try {
    await waitForJobs(boss, run, ids, { signal, onProgress: ({ done }) => bar?.update(done) })
  } finally {
    bar?.stop()
  }
}
