import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { runInWorkers } from '../../../../backtest/node/workers/runInWorkers.ts'
import { type BacktestJob, runJob } from '../../../../backtest/node/workers/runJob.ts'
import { parsePortfolio } from '../../../../backtest/portfolios/document.ts'
import { makeYear } from '../../../../bench/support/makeYear.ts'
import type { Market } from '../../../../market/manifest.ts'
import { defaultFill } from '../../support/defaultRun.ts'
import { localVersion } from '../../support/policyVersion.ts'

let market: Market

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-workers-'))
  market = await makeYear({ folder: join(folder, 'market'), minutes: 3_000 })
  return () => rm(folder, { recursive: true })
})

function createJob(changes: Partial<BacktestJob> = {}): BacktestJob {
  return {
    market,
    others: [],
    range: {},
    portfolio: parsePortfolio({ kind: 'constant-mix', nav: '$10,000,000', weight: '50 %' }),
    rules: [
      { id: 'hold' },
      { id: 'band-0.5' },
      { id: 'proposal', title: 'the proposal', version: localVersion },
      { id: 'clock-1h' },
      { id: 'in-force', version: localVersion },
      { id: 'oracle', version: localVersion, isOracle: true },
    ],
    fill: defaultFill,
    ...changes,
  }
}

describe('runInWorkers', () => {
  test('P-111 the same figures, bit for bit, from this thread, one thread and three', async () => {
    const job = createJob()
    const here = await runJob(job)
    expect(here.map(({ ruleId }) => ruleId)).toEqual(job.rules.map(({ id }) => id))
    expect(here[1]?.trades.length).toBeGreaterThan(0)
    expect(here[2]?.pushes).toBeGreaterThan(0)
    expect(await runInWorkers([job], { threads: 1 })).toEqual([here])
    expect(await runInWorkers([job], { threads: 3 })).toEqual([here])
  })

  test('behavior: several jobs on few threads, each with its own runs, and the steps of all', async () => {
    const jobs = [500, 3_000, 100].map((feePips) =>
      createJob({ rules: [{ id: 'band-0.5' }], fill: { ...defaultFill, feePips } }),
    )
    let most = 0
    const runs = await runInWorkers(jobs, {
      threads: 2,
      onProgress: ({ ruleSteps }) => {
        expect(ruleSteps).toBeGreaterThan(most)
        most = ruleSteps
      },
    })
    for (const [index, job] of jobs.entries()) expect(runs[index]).toEqual(await runJob(job))
    expect(most).toBe(3 * (runs[0]?.[0]?.days.reduce((sum, { steps }) => sum + steps, 1) ?? 0))
  })

  test('error: what fails in a thread fails here, by its name, code and message', async () => {
    const unknown = runInWorkers([createJob({ rules: [{ id: 'band-7' }] })], { threads: 2 })
    await expect(unknown).rejects.toMatchObject({
      name: 'UnknownRuleError',
      code: 'strategy/unknown-rule',
      message: expect.stringContaining('no rule is called band-7'),
    })
  })

  test('error: a thread without room says so, and ends', async () => {
    const run = runInWorkers([createJob()], { threads: 1, memoryMb: 12 })
    await expect(run).rejects.toMatchObject({
      name: 'WorkerMemoryError',
      code: 'backtest/worker-memory',
      message: expect.stringContaining('run fewer rules at a time'),
    })
  })

  test('behavior: a signal ends all threads', async () => {
    const controller = new AbortController()
    onTestFinished(() => controller.abort())
    const run = runInWorkers([createJob()], { threads: 2, signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(run).rejects.toThrow('enough')
  })
})
