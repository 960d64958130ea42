/** A thread of `runInWorkers`: runs one job after the other, and says how far it is. */
import { parentPort } from 'node:worker_threads'
import { toFailure } from '../../failure.ts'
import type { JobMessage, WorkerMessage } from './messages.ts'
import { runJob } from './runJob.ts'

const send = (message: WorkerMessage): void => parentPort?.postMessage(message)

parentPort?.on('message', async ({ task, job }: JobMessage) => {
  try {
    const onProgress = ({ steps }: { steps: number }): void =>
      send({ type: 'progress', task, steps })
    send({ type: 'done', task, runs: await runJob(job, { onProgress }) })
  } catch (error) {
    send({ type: 'failed', task, failure: toFailure(error) })
  }
})
