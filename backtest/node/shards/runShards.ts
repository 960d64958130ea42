import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Steps } from '../../../market/steps.ts'
import type { BacktestEngine, BacktestInputs } from '../../orchestrate/inputs.ts'
import { planTasks } from '../../orchestrate/planTasks.ts'
import { runTask, type Task } from '../../orchestrate/task.ts'
import type { TaskOutcome } from '../../orchestrate/taskOutcome.ts'
import type { RuleRun, StepSink } from '../../outcome.ts'
import type { StepTable } from '../createStepsFile.ts'
import { createStepsFolder } from '../createStepsFolder.ts'
import { writeResultFolder } from '../writeResultTables.ts'
import { getTaskId, groupShards, type Shard } from './planShards.ts'
import type { StoredRun } from './runDocument.ts'
import { getOutcomeKey, getOutcomePrefix, getPlace } from './shardKeys.ts'
import { formatOutcome } from './shardOutcome.ts'
import type { Store } from './store/store.ts'

export interface ShardsOptions {
  inputs: BacktestInputs
  engine: BacktestEngine
  store: Store
  signal?: AbortSignal | undefined
  /** How much is done, 0 to 1. */
  onShare?: ((share: number) => void) | undefined
}

/**
 * Runs shards and puts what they come to into the store: its tables, of the main task the steps as well, and the outcome
 * last. Those whose outcome is there are not run again. A shard gives the same bytes whatever is run beside it.
 *
 * @returns how many were run.
 * @throws what `runBacktest` throws; StoreError; the signal's reason, with whole shards or nothing in the store.
 */
export async function runShards(
  stored: StoredRun,
  shards: readonly Shard[],
  options: ShardsOptions,
): Promise<number> {
  const missing = await listMissing(stored.run, shards, options.store)
  const groups = groupShards(missing)
  for (const [at, group] of groups.entries()) {
    await runGroup(stored, group, {
      ...options,
      onShare: (share) => options.onShare?.((at + share) / groups.length),
    })
  }
  return missing.length
}

/** The shards whose outcome is not in the store. */
export async function listMissing(
  run: string,
  shards: readonly Shard[],
  store: Store,
): Promise<Shard[]> {
  const done = new Set(await store.list(getOutcomePrefix(run)))
  return shards.filter((shard) => !done.has(getOutcomeKey(run, shard)))
}

/** Runs shards of one task together: the market is read once. */
async function runGroup(
  { run }: StoredRun,
  group: readonly Shard[],
  { inputs, engine, store, signal, onShare }: ShardsOptions,
): Promise<void> {
  const [first] = group
  if (first === undefined) return
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-shards-'))
  const place = getPlace(folder, run, first)
  const ids = new Set(group.map(({ ruleId }) => ruleId))
  const task = createTask(inputs, first.taskId, ids)
  const sink = first.taskId === 'main' ? splitSteps(place) : undefined
  try {
    const options = { sink, signal, onShare: (share: number) => onShare?.(share) }
    const outcome = await runTask(inputs, withBreath(engine), task, options)
    await sink?.close()
    for (const rule of outcome.runs) await writeResultFolder(place, rule)
    signal?.throwIfAborted()
    for (const key of await listFiles(folder))
      await store.put(key, await readFile(join(folder, key)))
    for (const shard of group) await putOutcome(run, shard, outcome, store)
  } finally {
    await sink?.discard()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The task with some of its rules, new ones. */
function createTask(inputs: BacktestInputs, taskId: string, ruleIds: ReadonlySet<string>): Task {
  const task = planTasks(inputs).tasks.find((of) => getTaskId(of) === taskId) as Task
  return { ...task, rules: task.rules.filter(({ rule }) => ruleIds.has(rule.id)) }
}

async function putOutcome(
  run: string,
  shard: Shard,
  { runs, seen }: TaskOutcome,
  store: Store,
): Promise<void> {
  const rule = runs.find(({ ruleId }) => ruleId === shard.ruleId) as RuleRun
  const text = formatOutcome({
    format: 'gimbal-backtest-shard/1',
    run,
    shard: shard.id,
    seen,
    rule,
  })
  await store.put(getOutcomeKey(run, shard), new TextEncoder().encode(text))
}

/** A table of each rule by itself: what one file holds does not depend on the rules beside it. */
function splitSteps(place: Parameters<typeof createStepsFolder>[0]): StepTable {
  const tables = new Map<string, StepTable>()
  const all = (act: (table: StepTable) => Promise<void>) => async () => {
    for (const table of tables.values()) await act(table)
  }
  const writeStep: StepSink['writeStep'] = (step) => {
    let table = tables.get(step.ruleId)
    if (table === undefined) {
      table = createStepsFolder(place)
      tables.set(step.ruleId, table)
    }
    table.writeStep(step)
  }
  return {
    writeStep,
    flush: all((table) => table.flush()),
    close: all((table) => table.close()),
    discard: all((table) => table.discard()),
  }
}

/** A run computes for long: signals and the queue's heartbeat are heard between two chunks. */
function withBreath(engine: BacktestEngine): BacktestEngine {
  async function* pause(steps: AsyncIterable<Steps>): AsyncGenerator<Steps> {
    for await (const chunk of steps) {
      await breathe()
      yield chunk
    }
  }
  return { ...engine, openSteps: (market, range) => pause(engine.openSteps(market, range)) }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
    .toSorted()
}
