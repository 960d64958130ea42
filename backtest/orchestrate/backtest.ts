import type { Market } from '../../market/manifest.ts'
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
import type { BacktestEngine, BacktestInputs, Seen } from './inputs.ts'
import { planTasks } from './planTasks.ts'
import { readThrough, runTask } from './runTask.ts'
import type { Task } from './task.ts'

export interface BacktestOptions {
  /** Gets each step of the first market and portfolio. */
  sink?: StepSink | undefined
  signal?: AbortSignal | undefined
  /** Which run of how many, and how far it is, 0 to 1. */
  onProgress?: ((progress: { run: number; runs: number; share: number }) => void) | undefined
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
  const [market] = markets
  const [portfolio] = portfolios
  const plan = planAttribution(inputs)
  const { main: mainTask, variations, others } = planTasks(inputs)
  const runs = 1 + variations.length + others.length
  const { runTask: run = runTask } = engine
  let done = 0
  const execute = (task: Task, sink?: StepSink) => {
    const at = done++
    const onShare = (share: number) => options.onProgress?.({ run: at, runs, share })
    return run(inputs, engine, task, { sink, signal: options.signal, onShare })
  }

  const main = await execute(mainTask, options.sink)
  const summary = summarize(inputs, portfolio, main.runs)
  const sensitivity = []
  for (const task of variations) {
    const { runs } = await execute(task)
    const known = summary.rules.filter(({ ruleId }) => runs.some((of) => of.ruleId === ruleId))
    sensitivity.push(createSensitivityRow(task.name, runs, known))
  }
  const cases: CaseResult[] = []
  const seen = new Map([[market, main.seen]])
  for (const task of others) {
    const other = await execute(task)
    seen.set(task.market, other.seen)
    const portfolio = createPortfolio(task.portfolio, engine.strategies)
    cases.push(toCase(task.market, portfolio, summarize(inputs, task.portfolio, other.runs)))
  }
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
      inForce: formatVoted(inputs.inForce),
      proposal: formatVoted(inputs.proposed),
      changed: plan.changed.map(({ path }) => path),
      portfolios: portfolios.map(formatPortfolio),
      fill: formatFill(mainTask.fill),
      rules: main.runs.map(({ ruleId }) => ruleId),
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
  return { result, runs: main.runs }
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
