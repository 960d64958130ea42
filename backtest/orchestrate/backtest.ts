import type { Market } from '../../market/manifest.ts'
import { computeManifestHash } from '../../market/manifestHash.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import type { RuleRun, StepSink } from '../outcome.ts'
import { createPortfolio } from '../portfolios/createPortfolio.ts'
import { findHoldingSec, formatPortfolio } from '../portfolios/document.ts'
import type { PortfolioDocument } from '../portfolios/schema.ts'
import { formatVoted, keepVoted } from '../proposal/voted.ts'
import type { BacktestResult, CaseResult } from '../result.ts'
import { PROPOSAL_ID } from '../statistics/compareRules.ts'
import { createSensitivityRow } from '../statistics/createSensitivityRow.ts'
import { type Summary, summarizeRuns } from '../summarize.ts'
import { formatFill } from './createFill.ts'
import { type Attribution, planAttribution, WITHOUT } from './createRules.ts'
import type { BacktestEngine, BacktestInputs } from './inputs.ts'
import { planTasks } from './planTasks.ts'
import { readThrough, runTask, type Task, toJob } from './task.ts'
import type { Seen } from './taskOutcome.ts'

export interface BacktestOptions {
  /** Gets each step of the first market and portfolio. */
  sink?: StepSink | undefined
  signal?: AbortSignal | undefined
  /** How far all of it is, 0 to 1. */
  onProgress?: ((share: number) => void) | undefined
}

/** A result, and what the first market and portfolio saw, for charts. */
export interface Backtest {
  result: BacktestResult
  runs: readonly RuleRun[]
}

/**
 * What a proposal would have done: the rules on the first market and portfolio, the same under other assumptions, then on every other
 * pair of market and portfolio. A pure function of its inputs and of the markets' figures.
 *
 * @throws what `runBacktest` and `summarizeRuns` throw; the signal's reason.
 */
export async function backtest(
  given: BacktestInputs,
  engine: BacktestEngine,
  options: BacktestOptions = {},
): Promise<Backtest> {
  const inputs = {
    ...given,
    inForce: keepVoted(given.inForce),
    proposed: keepVoted(given.proposed),
  }
  const { markets, portfolios } = inputs
  const [portfolio] = portfolios
  const plan = planAttribution(inputs)
  const { fill, tasks, variations, others } = planTasks(inputs)
  const { seen, runs } = await runTasks(inputs, engine, tasks, options)
  const [mainRuns = [], ...further] = runs
  const summary = summarize(inputs, portfolio, mainRuns)
  const sensitivity = variations.map(({ name }, index) => {
    const varied = further[index] ?? []
    const known = summary.rules.filter((of) => varied.some(({ ruleId }) => ruleId === of.ruleId))
    return createSensitivityRow(name, varied, known)
  })
  const cases = others.map(({ market: of, document }, index): CaseResult => {
    const own = summarize(inputs, document, further[variations.length + index] ?? [])
    return toCase(of, createPortfolio(document, engine.strategies), own)
  })
  for (const of of markets) {
    if (!seen.has(of)) seen.set(of, await readThrough(of, inputs, engine))
  }
  const result: BacktestResult = {
    format: 'gimbal-backtest/1',
    backtester: engine.backtester,
    seed: `${inputs.seed}`,
    markets: markets.map((of) => describeMarket(of, seen.get(of) as Seen)),
    documentHash: inputs.documentHash,
    inputs: {
      title: inputs.title,
      governed: inputs.governed,
      isAddition: inputs.isAddition,
      isWhatIf: inputs.isWhatIf,
      latencyBlocks: inputs.latencyBlocks,
      inForce: formatVoted(inputs.inForce),
      proposal: formatVoted(inputs.proposed),
      changed: plan.changed.map(({ path }) => path),
      portfolios: portfolios.map(formatPortfolio),
      fill: formatFill(fill),
      rules: mainRuns.map(({ ruleId }) => ruleId),
      from: inputs.range.from,
      to: inputs.range.to,
      draws: inputs.draws,
    },
    rules: summary.rules,
    comparisons: summary.comparisons,
    attribution: attribute(plan, summary),
    notAttributed: plan.notAttributed,
    walkForward: summary.walkForward,
    stress: summary.stress,
    sensitivity,
    cases,
    honesty: summary.honesty,
  }
  return { result, runs: mainRuns }
}

/** The runs of all tasks in their order, and what was read of the markets on the way. */
interface Done {
  runs: readonly (readonly RuleRun[])[]
  seen: Map<Market, Seen>
}

/** The first task in this thread, as its steps are wanted; the others here too, or elsewhere where the engine can. */
async function runTasks(
  inputs: BacktestInputs,
  engine: BacktestEngine,
  tasks: readonly Task[],
  { sink, signal, onProgress }: BacktestOptions,
): Promise<Done> {
  const seen = new Map<Market, Seen>()
  const shares = tasks.map(() => 0)
  const report = (index: number, share: number): void => {
    shares[index] = share
    onProgress?.(shares.reduce((sum, one) => sum + one, 0) / tasks.length)
  }
  const runHere = async (task: Task, index: number): Promise<RuleRun[]> => {
    const own = { sink: index === 0 ? sink : undefined, signal }
    const onShare = (share: number) => report(index, share)
    const done = await (engine.takeTask === undefined
      ? runTask(inputs, engine, task, { ...own, onShare })
      : engine.takeTask(task.name, { ...own, onShare }))
    seen.set(task.market, done.seen)
    return done.runs
  }
  const [first, ...further] = tasks as [Task, ...Task[]]
  if (engine.takeTask === undefined && engine.runElsewhere !== undefined && further.length > 0) {
    const jobs = further.map((task) => toJob(inputs, task))
    const onShare = (share: number) => {
      for (const index of jobs.keys()) report(index + 1, share)
    }
    const [own, others] = await Promise.all([
      runHere(first, 0),
      engine.runElsewhere(jobs, { signal, onShare }),
    ])
    return { runs: [own, ...others], seen }
  }
  const runs: RuleRun[][] = []
  for (const [index, task] of tasks.entries()) runs.push(await runHere(task, index))
  return { runs, seen }
}

function summarize(
  { seed, trials, draws }: BacktestInputs,
  portfolio: PortfolioDocument,
  runs: readonly RuleRun[],
): Summary {
  return summarizeRuns({ runs, seed, draws, trials, holdingSec: findHoldingSec(portfolio) })
}

function describeMarket(
  { manifest, dataHash }: Market,
  { rows, firstAt, lastAt }: Seen,
): BacktestResult['markets'][number] {
  const gaps = manifest.partitions
    .flatMap((partition) => partition.gaps)
    .filter(({ from, to }) => to > firstAt && from < lastAt)
  return {
    name: manifest.name,
    title: manifest.title,
    dataHash,
    manifestHash: computeManifestHash(manifest),
    from: formatTime(firstAt),
    to: formatTime(lastAt),
    rows,
    gaps: gaps.length,
    assumptions: manifest.assumptions,
  }
}

/** `2022-05-12T02:23:00Z`. */
const formatTime = (at: number): string => new Date(at * 1_000).toISOString().replace('.000Z', 'Z')

function attribute(
  { attributed }: Attribution,
  { rules, comparisons }: Summary,
): BacktestResult['attribution'] {
  return attributed.flatMap(({ path, label, from, to }) => {
    const ruleId = `${WITHOUT}${path}`
    const without = rules.find((rule) => rule.ruleId === ruleId)
    const found = comparisons.find((of) => of.ruleId === PROPOSAL_ID && of.against === ruleId)
    if (without === undefined || found === undefined) return []
    const { differenceBpYear, lowBpYear, highBpYear, verdict } = found
    return [
      {
        field: path,
        label,
        from: withoutCount(from?.text ?? 'nothing'),
        to: withoutCount(to.text),
        jBpYear: without.metrics.jBpYear,
        differenceBpYear,
        lowBpYear,
        highBpYear,
        verdict,
      },
    ]
  })
}

/** `2.50 %` of `2.50 % [25000 pips]`. */
const withoutCount = (text: string): string => text.replace(/ \[[^\]]*\]$/, '')

function toCase(
  { manifest }: Market,
  { title }: Portfolio,
  { rules, comparisons, honesty }: Summary,
): CaseResult {
  return {
    market: manifest.name,
    portfolio: title,
    rules,
    comparisons,
    days: honesty.days,
    isTooShort: honesty.isTooShort,
  }
}
