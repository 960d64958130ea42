import type { Market } from '../../market/manifest.ts'
import type { Steps } from '../../market/steps.ts'
import type { Portfolio } from '../../strategy/portfolio.ts'
import { readForesight } from '../foresight.ts'
import type { RuleRun, StepSink } from '../outcome.ts'
import { createPortfolio } from '../portfolios/createPortfolio.ts'
import { findHoldingSec, formatPortfolio } from '../portfolios/document.ts'
import type { PortfolioDocument } from '../portfolios/schema.ts'
import { formatVoted, keepVoted } from '../proposal/voted.ts'
import type { BacktestResult, CaseResult } from '../result.ts'
import { runBacktest } from '../runBacktest.ts'
import type { FillSettings, RunRule } from '../settings.ts'
import { PROPOSAL_ID } from '../statistics/compareRules.ts'
import { createSensitivityRow } from '../statistics/createSensitivityRow.ts'
import { type Summary, summarizeRuns } from '../summarize.ts'
import { createFill, formatFill } from './createFill.ts'
import {
  type Attribution,
  createOracle,
  createRules,
  planAttribution,
  WITHOUT,
} from './createRules.ts'
import { findOthers, runsOn } from './findOthers.ts'
import type { BacktestEngine, BacktestInputs } from './inputs.ts'
import { createVariations } from './variations.ts'

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
  const fill = createFill(inputs, market)
  const variations = createVariations(fill)
  const others = markets
    .flatMap((of) => portfolios.map((document) => ({ market: of, document })))
    .slice(1)
    .filter(({ market: of, document }) => runsOn(of, document))
  const runs = 1 + variations.length + others.length
  let run = 0
  const execute = (task: Omit<Task, 'onShare'>) => {
    const at = run++
    const onShare = (share: number) => options.onProgress?.({ run: at, runs, share })
    return runTask(inputs, engine, { ...task, onShare, signal: options.signal })
  }

  const rules = [...createRules(inputs, fill, plan.attributed), createOracle(inputs)]
  const main = await execute({ market, portfolio, fill, rules, sink: options.sink })
  const summary = summarize(inputs, portfolio, main.runs)
  const sensitivity = []
  for (const { name, fill: varied } of variations) {
    const judged = createRules(inputs, varied, [])
    const { runs } = await execute({ market, portfolio, fill: varied, rules: judged })
    const known = summary.rules.filter(({ ruleId }) =>
      judged.some(({ rule }) => rule.id === ruleId),
    )
    sensitivity.push(createSensitivityRow(name, runs, known))
  }
  const cases: CaseResult[] = []
  const seen = new Map([[market, main.seen]])
  for (const { market: of, document } of others) {
    const own = createFill(inputs, of)
    const judged = [...createRules(inputs, own, []), createOracle(inputs)]
    const other = await execute({ market: of, portfolio: document, fill: own, rules: judged })
    seen.set(of, other.seen)
    cases.push(
      toCase(
        of,
        createPortfolio(document, engine.strategies),
        summarize(inputs, document, other.runs),
      ),
    )
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
      fill: formatFill(fill),
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

interface Task {
  market: Market
  portfolio: PortfolioDocument
  fill: FillSettings
  rules: readonly RunRule[]
  sink?: StepSink | undefined
  signal?: AbortSignal | undefined
  onShare: (share: number) => void
}

/** What was read of a market. */
interface Seen {
  rows: number
  firstAt: number
  lastAt: number
}

async function runTask(
  inputs: BacktestInputs,
  { core, strategies, openSteps }: BacktestEngine,
  { market, portfolio, fill, rules, sink, signal, onShare }: Task,
): Promise<{ runs: RuleRun[]; seen: Seen }> {
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
  const foresight = isOracle ? await readForesight(openSteps(market, range)) : undefined
  const runs = await runBacktest(settings, watch(openSteps(market, range), seen), {
    otherSteps: others.map((other) => openSteps(other, range)),
    foresight,
    sink,
    signal,
    onProgress: ({ at }) => onShare(Math.min(1, (at - firstAt) / Math.max(1, lastAt - firstAt))),
  })
  onShare(1)
  return { runs, seen }
}

/** What there is of a market that only ran beside others. */
async function readThrough(
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
