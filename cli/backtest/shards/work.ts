import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEngine } from '../../../backtest/node/openEngine.ts'
import { type JobEvent, workOnQueue } from '../../../backtest/node/shards/queue/workOnQueue.ts'
import { openStore } from '../../../backtest/node/shards/store/openStore.ts'
import { printNote } from '../../io/print.ts'
import { onStopSignal } from '../../program/onStopSignal.ts'
import type { BacktestFlags } from '../flags.ts'
import { readWorkerPlace } from './readPlace.ts'

/** `gimbal backtest work`: takes jobs until a signal ends it. */
export async function work(flags: BacktestFlags): Promise<void> {
  const { store, queue } = readWorkerPlace(flags)
  const stopping = new AbortController()
  const stopListening = onStopSignal((signal) => stopping.abort(new Error(`ended by ${signal}`)))
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-worker-'))
  try {
    await workOnQueue({
      url: queue,
      store: openStore(store),
      engine: await openEngine(),
      folder,
      signal: stopping.signal,
      onJob: report,
    })
  } finally {
    stopListening()
    await rm(folder, { recursive: true, force: true })
  }
}

function report({ event, job, reason }: JobEvent): void {
  const why = reason === undefined ? '' : ` (${reason})`
  printNote(`gimbal: run ${job.run}, ${job.shards.join(', ')}: ${event}${why}`)
}
