import { afterEach, describe, expect, test, vi } from 'vitest'
import type { JobResult, VerifyJob } from '../../../web/verify/job.ts'
import type { FromWorker, ToWorker } from '../../../web/verify/messages.ts'
import { createVerifier, VerifyJobError } from '../../../web/verify/verifier.ts'

const job: VerifyJob = {
  rpcUrl: 'http://127.0.0.1:8545',
  witnessUrl: undefined,
  riskParameters: '0x00000000000000000000000000000000000000f1',
  startBlock: 1n,
  pools: [],
  marketId: undefined,
  which: 'latest',
}
const result: JobResult = { updates: [], outcomes: [], head: 7n, headerCount: 7 }
const silent = { onProgress: () => {}, onUpdates: () => {}, onOutcome: () => {} }

/** A worker that does what the test says. */
class FakeWorker extends EventTarget {
  readonly got: ToWorker[] = []
  isTerminated = false
  postMessage(message: ToWorker): void {
    this.got.push(message)
  }
  terminate(): void {
    this.isTerminated = true
  }
  say(data: FromWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

function start() {
  const workers: FakeWorker[] = []
  const verifier = createVerifier(() => {
    const worker = new FakeWorker()
    workers.push(worker)
    return worker as unknown as Worker
  })
  return { verifier, workers }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('createVerifier', () => {
  test('default: what the worker asks for is asked by the page, and what it tells is passed on', async () => {
    const asked: string[] = []
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      asked.push(`${init.method} ${url} ${init.body}`)
      return new Response('[]', { status: 200 })
    })
    const { verifier, workers } = start()
    const progress: string[] = []
    const listeners = {
      ...silent,
      onProgress: ({ stage }: { stage: string }) => progress.push(stage),
    }
    const running = verifier.run(job, listeners, new AbortController().signal)
    const [worker] = workers
    if (worker === undefined) throw new Error('no worker was started')
    expect(worker.got).toEqual([{ type: 'run', jobId: 0, job }])
    const request = { url: job.rpcUrl, headers: {}, body: '{}' }
    worker.say({ type: 'progress', jobId: 0, progress: { stage: 'headers', done: 1, total: 2 } })
    worker.say({ type: 'fetch', jobId: 0, fetchId: 5, request })
    await expect.poll(() => worker.got.length).toBe(2)
    expect(asked).toEqual([`POST ${job.rpcUrl} {}`])
    expect(worker.got[1]).toMatchObject({ type: 'answer', fetchId: 5, answer: { status: 200 } })
    worker.say({ type: 'done', jobId: 0, result })
    expect(await running).toBe(result)
    expect(progress).toEqual(['headers'])
  })

  test('behavior: a job that was given up ends at once, and its requests are asked of nobody', async () => {
    const fetching = vi.fn()
    vi.stubGlobal('fetch', fetching)
    const { verifier, workers } = start()
    const own = new AbortController()
    const running = verifier.run(job, silent, own.signal)
    const why = new Error('the page was left')
    own.abort(why)
    await expect(running).rejects.toBe(why)
    const request = { url: job.rpcUrl, headers: {}, body: '{}' }
    workers[0]?.say({ type: 'fetch', jobId: 0, fetchId: 5, request })
    workers[0]?.say({ type: 'done', jobId: 0, result })
    expect(fetching).not.toHaveBeenCalled()
    expect(workers[0]?.got).toHaveLength(1)
  })

  test('error: a job that fails, a node that does not answer, and a worker that breaks', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    const { verifier, workers } = start()
    const signal = new AbortController().signal
    const first = verifier.run(job, silent, signal)
    const request = { url: job.rpcUrl, headers: {}, body: '{}' }
    workers[0]?.say({ type: 'fetch', jobId: 0, fetchId: 5, request })
    await expect.poll(() => workers[0]?.got.length).toBe(2)
    expect(workers[0]?.got[1]).toMatchObject({ answer: { failure: 'Failed to fetch' } })
    workers[0]?.say({ type: 'failed', jobId: 0, message: 'the node has no block 3' })
    await expect(first).rejects.toThrow('the node has no block 3')
    const second = verifier.run(job, silent, signal)
    workers[0]?.dispatchEvent(new Event('error'))
    await expect(second).rejects.toThrow(VerifyJobError)
    expect(workers[0]?.isTerminated).toBe(true)
    void verifier.run(job, silent, signal)
    expect(workers).toHaveLength(2)
  })
})
