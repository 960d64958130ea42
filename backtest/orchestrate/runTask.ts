import type { Market } from '../../market/manifest.ts'
import type { Steps } from '../../market/steps.ts'
import { readForesight } from '../foresight.ts'
import { createPortfolio } from '../portfolios/createPortfolio.ts'
import { runBacktest } from '../runBacktest.ts'
import { findOthers } from './findOthers.ts'
import type { BacktestEngine, BacktestInputs, Seen, TaskOptions, TaskOutcome } from './inputs.ts'
import type { Task } from './task.ts'

/**
 * Runs a task in this thread.
 *
 * @throws what `runBacktest` throws; the signal's reason.
 */
export async function runTask(
  inputs: BacktestInputs,
  { core, strategies, openSteps }: BacktestEngine,
  { market, portfolio, fill, createRules }: Task,
  { sink, signal, onShare }: TaskOptions = {},
): Promise<TaskOutcome> {
  const seen: Seen = { rows: 0, firstAt: Number.NaN, lastAt: Number.NaN }
  const { range } = inputs
  const [firstAt, lastAt] = findRange(market, range)
  const others = findOthers(inputs, market, portfolio)
  const rules = createRules()
  const settings = {
    core,
    market,
    others,
    portfolio: createPortfolio(portfolio, strategies),
    rules,
    fill,
  }
  const isOracle = rules.some(({ rule }) => rule.kind === 'oracle')
  const foresight = isOracle ? await readForesight(openSteps(market, range)) : undefined
  const runs = await runBacktest(settings, watch(openSteps(market, range), seen), {
    otherSteps: others.map((other) => openSteps(other, range)),
    foresight,
    sink,
    signal,
    onProgress: ({ at }) => onShare?.(Math.min(1, (at - firstAt) / Math.max(1, lastAt - firstAt))),
  })
  onShare?.(1)
  return { runs, seen }
}

/** What there is of a market that only ran beside others. */
export async function readThrough(
  market: Market,
  { range }: BacktestInputs,
  { openSteps }: BacktestEngine,
): Promise<Seen> {
  const seen: Seen = { rows: 0, firstAt: Number.NaN, lastAt: Number.NaN }
  const chunks = watch(openSteps(market, range), seen)
  while ((await chunks.next()).done !== true);
  return seen
}

async function* watch(steps: AsyncIterable<Steps>, seen: Seen): AsyncGenerator<Steps> {
  for await (const chunk of steps) {
    if (chunk.count > 0) {
      if (seen.rows === 0) seen.firstAt = chunk.at[0] as number
      seen.rows += chunk.count
      seen.lastAt = chunk.at[chunk.count - 1] as number
    }
    yield chunk
  }
}

/** What a market has of the stretch that is asked for, unix seconds. */
function findRange({ manifest }: Market, { from, to }: BacktestInputs['range']): [number, number] {
  const firsts = manifest.partitions.map(({ firstAt }) => firstAt)
  const lasts = manifest.partitions.map(({ lastAt }) => lastAt)
  const first = Math.max(from ?? Number.NEGATIVE_INFINITY, Math.min(...firsts))
  return [first, Math.min(to ?? Number.POSITIVE_INFINITY, Math.max(...lasts))]
}
