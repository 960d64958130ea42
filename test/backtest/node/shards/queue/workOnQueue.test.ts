import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PgBoss } from 'pg-boss'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { createStoredTasks } from '../../../../../backtest/node/shards/mergeShards.ts'
import { planShards } from '../../../../../backtest/node/shards/planShards.ts'
import {
  enqueueShards,
  findRunJobs,
} from '../../../../../backtest/node/shards/queue/enqueueShards.ts'
import { openQueue, QUEUE } from '../../../../../backtest/node/shards/queue/queue.ts'
import { waitForJobs } from '../../../../../backtest/node/shards/queue/waitForJobs.ts'
import {
  type JobEvent,
  workOnQueue,
} from '../../../../../backtest/node/shards/queue/workOnQueue.ts'
import { createRun, formatRun } from '../../../../../backtest/node/shards/runDocument.ts'
import { listMissing } from '../../../../../backtest/node/shards/runShards.ts'
import { getRunKey } from '../../../../../backtest/node/shards/shardKeys.ts'
import { openStore } from '../../../../../backtest/node/shards/store/openStore.ts'
import { publishMarkets } from '../../../../../backtest/node/shards/storedMarkets.ts'
import { backtest } from '../../../../../backtest/orchestrate/backtest.ts'
import type { BacktestInputs } from '../../../../../backtest/orchestrate/inputs.ts'
import { formatResult, hashResultText } from '../../../../../backtest/report/hashResult.ts'
import { makeYear } from '../../../../../bench/support/makeYear.ts'
import { spawnGimbal } from '../../../../cli/support/runGimbal.ts'
import { createSmallInputs, engine } from '../support/smallRun.ts'
import { startDatabase } from '../support/startDatabase.ts'
import { type S3, startS3 } from '../support/startS3.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
let boss: PgBoss
let s3: S3
let folder: string
/** A market of this test alone: workers have to take it from the store. */
let inputs: BacktestInputs
let directHash: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-work-'))
  database = await startDatabase()
  s3 = await startS3()
  boss = await openQueue(database.url)
  const market = await makeYear({ folder: join(folder, 'market'), minutes: 6_000 })
  inputs = await createSmallInputs({ markets: [market], range: {} })
  const { result } = await backtest(inputs, engine)
  directHash = hashResultText(formatResult(result))
  return async () => {
    await boss.stop({ graceful: false })
    await database.stop()
    await s3.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

/** Puts a run into a store and its jobs into the queue. */
async function start(name: string, changes: Partial<BacktestInputs> = {}) {
  const given = { ...inputs, ...changes }
  const store = openStore(name, s3.env)
  const stored = createRun(given, engine)
  const shards = planShards(given)
  await store.put(getRunKey(stored.run), new TextEncoder().encode(formatRun(stored.document)))
  await publishMarkets(given.markets, store)
  const ids = await enqueueShards(boss, stored.run, shards)
  onTestFinished(async () => {
    await boss.deleteAllJobs(QUEUE)
  })
  const jobs = async () =>
    (await findRunJobs(boss, stored.run)).filter(({ id }) => ids.includes(id))
  const merge = async () => {
    const takeTask = createStoredTasks(stored.run, shards, store)
    const { result } = await backtest(given, { ...engine, takeTask })
    return hashResultText(formatResult(result))
  }
  return { store, run: stored.run, shards, ids, jobs, merge }
}

/** `gimbal backtest work` in a process of its own. */
function startWorker(name: string) {
  // A worker that is killed leaves its folder behind.
  const env = { ...s3.env, GIMBAL_QUEUE: database.url, TMPDIR: folder }
  const child = spawnGimbal(['backtest', 'work', '--store', name], env)
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const said = { text: '' }
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.text += text
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  /** The shards of the first job that it says this of. */
  const hear = async (event: string): Promise<string[]> => {
    for (;;) {
      const found = new RegExp(`run \\w+, (\\S.*): ${event}`).exec(said.text)
      if (found?.[1] !== undefined) return found[1].split(', ')
      if (child.exitCode !== null) throw new Error(said.text)
      await sleep(5)
    }
  }
  return { child, ended, hear, said }
}

test('P-132 a worker that is killed in the middle of a job loses nothing and repeats nothing', async () => {
  const name = 's3://backtests/killed'
  const { store, run, shards, ids, jobs, merge } = await start(name)
  const worker = startWorker(name)
  const begun = await worker.hear('begins')
  // It stands still, so that nothing of the job comes about before its end.
  worker.child.kill('SIGSTOP')
  const missing = await listMissing(run, shards, store)
  expect(begun.filter((id) => missing.some((shard) => shard.id === id))).toEqual(begun)
  expect((await jobs()).filter(({ state }) => state === 'active')).toHaveLength(1)
  worker.child.kill('SIGKILL')
  expect(await worker.ended).toEqual([null, 'SIGKILL'])

  const [second, third] = [startWorker(name), startWorker(name)]
  await waitForJobs(boss, run, ids)
  const again = [second, third].filter(({ said }) =>
    said.text.includes(`${begun.join(', ')}: done`),
  )
  expect(again).toHaveLength(1)
  expect(await merge()).toBe(directHash)
  expect(await listMissing(run, shards, store)).toEqual([])
  // Idle workers end at once, and with status 0.
  for (const { child, ended } of [second, third]) {
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  }
})

test('P-132 a worker that is asked to end gives its job back, and another has it at once', async () => {
  const name = join(folder, 'terminated')
  const { run, ids, jobs, merge } = await start(name)
  const worker = startWorker(name)
  const begun = await worker.hear('begins')
  worker.child.kill('SIGTERM')
  expect(await worker.ended).toEqual([0, null])
  expect(worker.said.text).toContain(`${begun.join(', ')}: given back`)
  expect((await jobs()).filter(({ state }) => state === 'active')).toEqual([])
  expect((await jobs()).filter(({ state }) => state === 'retry')).toHaveLength(1)

  startWorker(name)
  await waitForJobs(boss, run, ids)
  expect(await merge()).toBe(directHash)
})

test('behavior: a run that is started twice has each part in the queue once', async () => {
  const name = join(folder, 'twice')
  const { run, ids, jobs } = await start(name, { seed: 9n, latencyBlocks: 3 })
  const again = await enqueueShards(boss, run, planShards({ ...inputs, latencyBlocks: 3 }))
  expect(again.toSorted()).toEqual(ids.toSorted())
  const parts = (await jobs()).flatMap(({ data }) => data.shards)
  expect(new Set(parts).size).toBe(parts.length)
  await boss.cancel(QUEUE, ids)
  await expect(waitForJobs(boss, run, ids)).rejects.toThrow(/^no worker could run [\w.-]+\/[\w.-]+/)
})

/** A worker in this process, until a job fails. */
async function work(name: string, given = engine): Promise<JobEvent[]> {
  const events: JobEvent[] = []
  const controller = new AbortController()
  onTestFinished(() => controller.abort())
  await workOnQueue({
    url: database.url,
    store: openStore(name, s3.env),
    engine: given,
    folder: join(folder, 'worker'),
    signal: controller.signal,
    onJob: (event) => {
      events.push(event)
      // What ends the worker by itself does so first.
      if (event.event === 'failed') setImmediate(() => controller.abort())
    },
  })
  return events
}

test('error: a run that fails is told with its reason, and is not tried for ever', async () => {
  const name = join(folder, 'failing')
  // Nobody has a latency of 0.
  const { run, ids } = await start(name, { latencyBlocks: 0 })
  const [, failed] = await work(name)
  expect(failed).toMatchObject({ event: 'failed', reason: expect.stringContaining('latency') })
  await expect(waitForJobs(boss, run, ids)).rejects.toThrow(/^fill.latencyBlocks is 0;/)
})

test('error: a worker of another program or with another store ends, and the job is there for others', async () => {
  const name = join(folder, 'foreign')
  const { jobs } = await start(name, { latencyBlocks: 4 })
  const other = { ...engine, backtester: { ...engine.backtester, version: '0.0.1' } }
  await expect(work(name, other)).rejects.toThrow(
    /was started by another program: its version is .*, this program has 0.0.1; use the same/,
  )
  await expect(work(join(folder, 'elsewhere'))).rejects.toThrow(
    /has no run .*give the worker the store that the run was started with/,
  )
  expect((await jobs()).map(({ state }) => state)).not.toContain('failed')
})

test('error: a database that does not answer is told without its password', async () => {
  const url = 'postgresql://somebody:hunter2@127.0.0.1:9/nothing'
  const error = await openQueue(url).catch((cause: Error) => cause)
  expect(String(error)).toContain("the queue's database does not answer (ECONNREFUSED)")
  expect(String(error)).not.toContain('hunter2')
})
