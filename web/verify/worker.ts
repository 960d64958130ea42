// Checks updates apart from the page, which stays as quick as it is. It asks nobody itself: every request is handed to the
// page, whose content security policy holds it to the network's services.

import { type Core, loadCore } from '../../core/index.ts'
import { boundRetryAfter } from '../../http/boundRetryAfter.ts'
import { createHeaderMemory } from '../../verify/headerMemory.ts'
import { createBlockMemory } from '../../verify/proof/proveLogs.ts'
import { describeFailure } from './describeFailure.ts'
import type { VerifyJob } from './job.ts'
import type { FetchAnswer, FromWorker, ToWorker } from './messages.ts'
import { type JobMemory, runJob } from './runJob.ts'

/** A node that asks for a longer wait fails, milliseconds. */
const MAX_WAIT_MS = 5_000

const waiting = new Map<number, (answer: FetchAnswer) => void>()
const memories = new Map<string, JobMemory>()
let fetchCount = 0
let loading: Promise<Core> | undefined

const post = (message: FromWorker) => postMessage(message)

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'run') void run(data.jobId, data.job)
  else {
    waiting.get(data.fetchId)?.(data.answer)
    waiting.delete(data.fetchId)
  }
})

async function run(jobId: number, job: VerifyJob): Promise<void> {
  try {
    loading ??= loadCore()
    const core = await loading
    const fetchFn = boundRetryAfter(MAX_WAIT_MS, createFetch(jobId))
    const result = await runJob(
      job,
      { core, memory: getMemory(job), fetchFn },
      {
        onProgress: (progress) => post({ type: 'progress', jobId, progress }),
        onUpdates: (updates) => post({ type: 'updates', jobId, updates }),
        onOutcome: (outcome) => post({ type: 'outcome', jobId, outcome }),
      },
    )
    post({ type: 'done', jobId, result })
  } catch (error) {
    post({ type: 'failed', jobId, message: describeFailure(error) })
  }
}

/** What one node told is no memory of another one. */
function getMemory({ rpcUrl, riskParameters, startBlock }: VerifyJob): JobMemory {
  const key = `${rpcUrl} ${riskParameters} ${startBlock}`
  const memory = memories.get(key) ?? {
    headers: createHeaderMemory(),
    blocks: createBlockMemory(),
  }
  memories.set(key, memory)
  return memory
}

/** A job that was given up gets no more answers, and goes no further. */
function createFetch(jobId: number): typeof globalThis.fetch {
  return async (input, init) => {
    const fetchId = fetchCount++
    const request = {
      url: String(input),
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: String(init?.body ?? ''),
    }
    const answer = await new Promise<FetchAnswer>((resolve) => {
      waiting.set(fetchId, resolve)
      post({ type: 'fetch', jobId, fetchId, request })
    })
    if ('failure' in answer) throw new TypeError(answer.failure)
    const { status, headers, body } = answer
    return new Response(body, { status, headers })
  }
}
