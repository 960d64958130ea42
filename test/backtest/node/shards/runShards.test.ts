import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { computeMetricsBySql } from '../../../../backtest/node/computeMetricsBySql.ts'
import { createStoredTasks } from '../../../../backtest/node/shards/mergeShards.ts'
import { planShards, takeShare } from '../../../../backtest/node/shards/planShards.ts'
import { createRun } from '../../../../backtest/node/shards/runDocument.ts'
import { listMissing, runShards } from '../../../../backtest/node/shards/runShards.ts'
import { createFolderStore } from '../../../../backtest/node/shards/store/createFolderStore.ts'
import { openStore } from '../../../../backtest/node/shards/store/openStore.ts'
import type { Store } from '../../../../backtest/node/shards/store/store.ts'
import { backtest } from '../../../../backtest/orchestrate/backtest.ts'
import type { StepRecord } from '../../../../backtest/outcome.ts'
import { formatResult, hashResultText } from '../../../../backtest/report/hashResult.ts'
import { createSmallInputs, engine } from './support/smallRun.ts'
import { type S3, startS3 } from './support/startS3.ts'

const inputs = await createSmallInputs()
const stored = createRun(inputs, engine)
const shards = planShards(inputs)
const direct = await backtest(inputs, engine)
const directHash = hashResultText(formatResult(direct.result))
let folder: string
let s3: S3

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-run-shards-'))
  s3 = await startS3()
})
afterAll(async () => {
  await s3.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Each share as a machine of its own would run it. */
async function runShares(shares: number, store: Store): Promise<void> {
  for (let share = 1; share <= shares; share++) {
    await runShards(stored, takeShare(shards, share, shares), { inputs, engine, store })
  }
}

async function merge(store: Store): Promise<string> {
  const takeTask = createStoredTasks(stored.run, shards, store)
  const { result } = await backtest(inputs, { ...engine, takeTask })
  return hashResultText(formatResult(result))
}

describe('runShards', () => {
  test('P-131 no shard, 1, 7 and as many as there are give the same hash, and the same bytes of each file', async () => {
    for (const shares of [1, 7, shards.length]) {
      const store = createFolderStore(join(folder, `${shares}`))
      await runShares(shares, store)
      expect(await listMissing(stored.run, shards, store)).toEqual([])
      expect(await merge(store)).toBe(directHash)
    }
    for (const shares of [7, shards.length]) {
      const { stdout } = await promisify(execFile)('diff', ['-r', '1', `${shares}`], {
        cwd: folder,
      })
      expect(stdout).toBe('')
    }
  })

  test('P-131 an S3-compatible store gives the same hash, and the same files', async () => {
    const store = openStore('s3://backtests/parts', s3.env)
    await runShares(2, store)
    expect(await merge(store)).toBe(directHash)
    const local = createFolderStore(join(folder, '1'))
    const keys = await local.list('')
    expect(await store.list('')).toEqual(keys)
    const key = keys.find((of) => of.startsWith('kind=steps')) as string
    expect(Buffer.from((await store.get(key)) as Uint8Array)).toEqual(await local.get(key))
  })

  test('behavior: the metrics by SQL over the store are those of the result, to the last unit', async () => {
    const rows = await computeMetricsBySql(join(folder, '1'))
    expect(rows).toHaveLength(shards.length)
    const of = (task: string) => rows.filter(({ run }) => run === `${stored.run}.${task}`)
    const expectSame = (task: string, rules: (typeof direct.result)['rules']) => {
      expect(of(task)).toHaveLength(rules.length)
      for (const { ruleId, metrics } of rules) {
        expect(of(task).find((row) => row.ruleId === ruleId)).toMatchObject({
          metrics,
          unbalancedDays: 0,
          brokenDays: 0,
        })
      }
    }
    expectSame('main', direct.result.rules)
    expectSame('case-1', direct.result.cases[0]?.rules ?? [])
  })

  test('behavior: the steps of the main task come back as they were', async () => {
    const read = async (given: typeof engine): Promise<Map<string, StepRecord[]>> => {
      const steps: StepRecord[] = []
      const sink = {
        writeStep: (step: StepRecord) => void steps.push({ ...step }),
        flush: async () => {},
      }
      await backtest(inputs, given, { sink })
      return Map.groupBy(steps, ({ ruleId }) => ruleId)
    }
    const store = createFolderStore(join(folder, '7'))
    const takeTask = createStoredTasks(stored.run, shards, store)
    const [here, there] = [await read(engine), await read({ ...engine, takeTask })]
    const whole = (steps: StepRecord[] | undefined) =>
      steps?.map((step) => ({
        ...step,
        exposureUsd6: Math.round(step.exposureUsd6),
        targetUsd6: Math.round(step.targetUsd6),
        riskUsd6: Math.round(step.riskUsd6),
        parameters: step.parameters && [...step.parameters],
      }))
    expect([...there.keys()]).toEqual([...here.keys()])
    expect(here.get('proposal')?.length).toBeGreaterThan(100)
    for (const [ruleId, steps] of here) expect(whole(there.get(ruleId))).toEqual(whole(steps))
  })

  test('behavior: what is there is not run again, whatever the seed and the trials', async () => {
    const store = createFolderStore(join(folder, '1'))
    expect(await runShards(stored, shards, { inputs, engine, store })).toBe(0)
    expect(createRun({ ...inputs, seed: 8n, draws: 9, trials: 99 }, engine).run).toBe(stored.run)
    expect(createRun({ ...inputs, latencyBlocks: 9 }, engine).run).not.toBe(stored.run)
  })

  test('behavior: a signal leaves whole shards or nothing', async () => {
    const store = createFolderStore(join(folder, 'stopped'))
    const controller = new AbortController()
    const reason = new Error('enough')
    const run = runShards(stored, shards, {
      inputs,
      engine,
      store,
      signal: controller.signal,
      onShare: (share) => share > 0.1 && controller.abort(reason),
    })
    await expect(run).rejects.toBe(reason)
    const missing = await listMissing(stored.run, shards, store)
    expect(missing.length).toBeGreaterThan(0)
    expect(missing.length).toBeLessThan(shards.length)
    expect(await runShards(stored, shards, { inputs, engine, store })).toBe(missing.length)
    expect(await merge(store)).toBe(directHash)
  })
})

describe('createStoredTasks', () => {
  test('error: a shard that is not there, or is damaged, is named', async () => {
    const store = createFolderStore(join(folder, 'damaged'))
    await runShards(stored, shards.slice(0, 4), { inputs, engine, store })
    await expect(merge(store)).rejects.toThrow(
      `has no ${shards[4]?.id} of run ${stored.run}; run its share again`,
    )
    const [key = ''] = await store.list('outcomes/')
    const file = join(folder, 'damaged', key)
    const text = await readFile(file, 'utf8')
    for (const bad of ['{', '[]', text.replace('"shard":"main/', '"shard":"case-1/')]) {
      await writeFile(file, bad)
      const merged = createStoredTasks(stored.run, shards.slice(0, 4), store)
      await expect(backtest(inputs, { ...engine, takeTask: merged })).rejects.toThrow(
        /has a damaged outcome of main\//,
      )
    }
  })
})
