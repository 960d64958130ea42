import type { Market } from '../../market/manifest.ts'
import type { Steps } from '../../market/steps.ts'
import { readForesight } from '../foresight.ts'
import type { BacktestJob } from '../node/workers/runJob.ts'
import { createPortfolio } from '../portfolios/createPortfolio.ts'
import type { PortfolioDocument } from '../portfolios/schema.ts'
import { runBacktest } from '../runBacktest.ts'
import type { FillSettings, RunRule } from '../settings.ts'
import { findOthers } from './findOthers.ts'
import type { BacktestEngine, BacktestInputs } from './inputs.ts'
import type { Seen, TaskOptions, TaskOutcome } from './taskOutcome.ts'

/** One portfolio on one market, with its rules, new: they remember what they saw, so a task is run once. */
export interface Task {
  /** What differs from the main task: `main`, `refill x0.2`, `case 1`; no two of a backtest have the same. */
  name: string
  market: Market
  portfolio: PortfolioDocument
  fill: FillSettings
  rules: readonly RunRule[]
}

/** Runs it in this thread. */
export async function runTask(
  inputs: BacktestInputs,
  { core, strategies, openSteps }: BacktestEngine,
  { market, portfolio, fill, rules }: Task,
  { sink, signal, onShare }: TaskOptions,
): Promise<TaskOutcome> {
  const seen: Seen = { rows: 0, firstAt: Number.NaN, lastAt: Number.NaN }
  const { range } = inputs
  const [firstAt, lastAt] = findRange(market, range)
  const others = findOthers(inputs, market, portfolio)
  const settings = {
    core,
    market,
    others,
    portfolio: createPortfolio(portfolio, strategies),
    rules,
    fill,
  }
  const isOracle = rules.some(({ rule }) => rule.kind === 'oracle')
  const foresight = isOracle ? await readForesight(openSteps(market, {})) : undefined
  const runs = await runBacktest(settings, watch(openSteps(market, range), seen), {
    // A further market of a basket has had its price before the run begins.
    otherSteps: others.map((other) => openSteps(other, { to: range.to })),
    foresight,
    sink,
    signal,
    onProgress: ({ at }) => onShare(Math.min(1, (at - firstAt) / Math.max(1, lastAt - firstAt))),
  })
  onShare(1)
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

/** The same as plain data, for another thread or machine. */
export function toJob(
  inputs: BacktestInputs,
  { market, portfolio, fill, rules }: Task,
): BacktestJob {
  return {
    market,
    others: findOthers(inputs, market, portfolio),
    range: inputs.range,
    portfolio,
    fill,
    rules: rules.map(({ rule: { id, title, kind }, version }) => ({
      id,
      title,
      version,
      isOracle: kind === 'oracle',
    })),
  }
}
