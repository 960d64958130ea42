import { BaseError } from '../../core/errors.ts'
import type { JobResult, VerifyJob } from './job.ts'
import type { FetchAnswer, FetchRequest, FromWorker, ToWorker } from './messages.ts'
import type { JobListeners } from './runJob.ts'

/** A check that came to no end. */
export class VerifyJobError extends BaseError {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('web/verify-job', message, options)
  }
}

/** Checks updates in a worker of its own. */
export interface Verifier {
  /**
   * Runs a job; the signal ends it.
   *
   * @throws VerifyJobError if it fails; the signal's reason if it was ended.
   */
  run(job: VerifyJob, listeners: JobListeners, signal: AbortSignal): Promise<JobResult>
}

interface Running {
  listeners: JobListeners
  signal: AbortSignal
  resolve(result: JobResult): void
  reject(error: unknown): void
}

let shared: Verifier | undefined

/** The page's verifier: it lives as long as the page, and keeps the headers that it has read. */
export function getVerifier(): Verifier {
  shared ??= createVerifier(
    () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
  )
  return shared
}

/** @param startWorker - Called when the first job comes, and again after a worker has failed. */
export function createVerifier(startWorker: () => Worker): Verifier {
  const running = new Map<number, Running>()
  let worker: Worker | undefined
  let jobCount = 0

  function getWorker(): Worker {
    if (worker !== undefined) return worker
    const started = startWorker()
    started.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      void take(started, data)
    })
    started.addEventListener('error', (event) => {
      worker = undefined
      started.terminate()
      const message = `the part of the page that checks has failed (${event.message || 'it cannot be loaded'}); load the page again`
      for (const { reject } of running.values()) reject(new VerifyJobError(message))
      running.clear()
    })
    worker = started
    return started
  }

  async function take(from: Worker, message: FromWorker): Promise<void> {
    const job = running.get(message.jobId)
    if (job === undefined) return
    switch (message.type) {
      case 'fetch': {
        const answer = await fetchFor(message.request, job.signal)
        if (job.signal.aborted) return
        const content: ToWorker = { type: 'answer', fetchId: message.fetchId, answer }
        from.postMessage(content, 'body' in answer ? [answer.body] : [])
        break
      }
      case 'progress':
        job.listeners.onProgress(message.progress)
        break
      case 'updates':
        job.listeners.onUpdates(message.updates)
        break
      case 'outcome':
        job.listeners.onOutcome(message.outcome)
        break
      case 'done':
        running.delete(message.jobId)
        job.resolve(message.result)
        break
      case 'failed':
        running.delete(message.jobId)
        job.reject(new VerifyJobError(message.message))
        break
    }
  }

  return {
    run(job, listeners, signal) {
      const jobId = jobCount++
      return new Promise((resolve, reject) => {
        signal.throwIfAborted()
        signal.addEventListener('abort', () => {
          running.delete(jobId)
          reject(signal.reason)
        })
        running.set(jobId, { listeners, signal, resolve, reject })
        const content: ToWorker = { type: 'run', jobId, job }
        getWorker().postMessage(content)
      })
    },
  }
}

async function fetchFor(
  { url, headers, body }: FetchRequest,
  signal: AbortSignal,
): Promise<FetchAnswer> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal })
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.arrayBuffer(),
    }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}
