import { WorkerRunError } from '../../backtest/failure.ts'
import { browserStorage } from '../network/storage.ts'
import { WorkerLostError } from '../shipped/errors.ts'
import { getSiteUrl } from '../shipped/siteUrl.ts'
import { countTrials } from './countTrials.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import type { BacktestRequest } from './runShippedBacktest.ts'

export interface BacktestListener {
  onProgress(share: number): void
  /** @param text - The bytes of `result.json`. */
  onDone(text: string): void
  onFailed(error: unknown): void
}

/** Runs a backtest in a worker of its own. @returns what stops it at once; nothing is heard of it after that. */
export function startBacktest(request: BacktestRequest, listener: BacktestListener): () => void {
  const worker = new Worker(new URL('./backtest.worker.ts', import.meta.url), { type: 'module' })
  const send = (message: ToWorker): void => worker.postMessage(message)
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    switch (data.type) {
      case 'tries':
        send({ type: 'counted', trials: countTrials(browserStorage, data.record) })
        break
      case 'progress':
        listener.onProgress(data.share)
        break
      case 'done':
        worker.terminate()
        listener.onDone(data.text)
        break
      case 'failed':
        worker.terminate()
        listener.onFailed(new WorkerRunError(data.failure))
        break
    }
  })
  // A script that is not there, an error outside of every run, or no memory.
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    worker.terminate()
    listener.onFailed(new WorkerLostError(event.message || 'it says no reason'))
  })
  worker.addEventListener('messageerror', () => {
    worker.terminate()
    listener.onFailed(new WorkerLostError('what it sent cannot be read'))
  })
  send({ type: 'run', request, siteUrl: getSiteUrl() })
  return () => worker.terminate()
}
