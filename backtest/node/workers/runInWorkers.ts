import { Worker } from 'node:worker_threads'
import { locateModule } from '../../../files/installation.ts'
import { WorkerRunError } from '../../failure.ts'
import type { RuleRun } from '../../outcome.ts'
import { type JobMessage, WorkerMemoryError, type WorkerMessage } from './messages.ts'
import type { BacktestJob } from './runJob.ts'
import { type JobPart, joinRuns, splitJobs } from './splitJobs.ts'

/** Young objects die fast here: more room for them would be memory without use. */
const YOUNG_GENERATION_MB = 8
/**
 * What is alive is some 40 MB, and a few more for each year of minutes: days and trades. A limit makes the collector let the heap grow by half
 * before it clears up, not by four times.
 */
const OLD_GENERATION_MB = 1_024

export interface WorkerOptions {
  /** At most so many run at a time; from 1 on. */
  threads: number
  /** Of each thread's figures and trades, MB; 1,024 unless given. */
  memoryMb?: number | undefined
  signal?: AbortSignal | undefined
  /** Called now and then with the steps so far, of all rules together, over all threads. */
  onProgress?: ((progress: { ruleSteps: number }) => void) | undefined
}

/**
 * Runs jobs in threads of their own. The result does not depend on their number: a rule runs as it would alone.
 *
 * @returns the runs of each job, in the order of its rules.
 * @throws WorkerRunError with name, code and message of the first error in a thread; WorkerMemoryError; the signal's reason. No thread
 *   is left behind.
 *
 * @example
 * const [runs] = await runInWorkers([job], { threads: 4 })
 */
export async function runInWorkers(
  jobs: readonly BacktestJob[],
  { threads, memoryMb = OLD_GENERATION_MB, signal, onProgress }: WorkerOptions,
): Promise<RuleRun[][]> {
  const parts = splitJobs(jobs, threads)
  const runs: (readonly RuleRun[])[] = []
  const steps = parts.map(() => 0)
  let next = 0
  const report = (part: number, count: number): void => {
    steps[part] = count * (parts[part]?.ruleIndexes.length ?? 0)
    onProgress?.({ ruleSteps: steps.reduce((sum, value) => sum + value, 0) })
  }
  const workers = Array.from({ length: Math.min(threads, parts.length) }, () =>
    startWorker(memoryMb),
  )
  try {
    signal?.throwIfAborted()
    const work = workers.map(async (worker) => {
      while (next < parts.length) {
        const part = next++
        const { job } = parts[part] as JobPart
        runs[part] = await runPart(worker, { task: part, job }, (count) => report(part, count))
      }
    })
    await Promise.race([Promise.all(work), rejectOnAbort(signal)])
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return joinRuns(jobs, parts, runs)
}

function startWorker(memoryMb: number): Worker {
  return new Worker(locateModule('backtest/node/workers/worker'), {
    // Not what this process was started with: a test runner's hooks, a watcher of the parent.
    execArgv: [],
    resourceLimits: {
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
      maxOldGenerationSizeMb: memoryMb,
    },
  })
}

function runPart(
  worker: Worker,
  message: JobMessage,
  onSteps: (count: number) => void,
): Promise<readonly RuleRun[]> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off('message', hear).off('error', fail).off('exit', leave)
      end()
    }
    const hear = (answer: WorkerMessage): void => {
      if (answer.type === 'progress') onSteps(answer.steps)
      else if (answer.type === 'done') settle(() => resolve(answer.runs))
      else settle(() => reject(new WorkerRunError(answer.failure)))
    }
    const fail = (error: NodeJS.ErrnoException): void => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      settle(() => reject(isFull ? new WorkerMemoryError(error) : error))
    }
    const leave = (status: number): void =>
      fail(new Error(`a thread of the backtest ended with ${status}`))
    worker.on('message', hear).on('error', fail).on('exit', leave)
    worker.postMessage(message)
  })
}

function rejectOnAbort(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
