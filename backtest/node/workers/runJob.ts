import { loadCore, type Strategies } from '../../../core/index.ts'
import { loadStrategies } from '../../../core/loadStrategies.ts'
import { diskReader } from '../../../market/files/diskReader.ts'
import type { StepRange } from '../../../market/steps.ts'
import type { Rule } from '../../../strategy/rule.ts'
import { createPolicyRule } from '../../../strategy/rules/policy.ts'
import { createRule } from '../../../strategy/rules/standardRules.ts'
import { type Foresight, readForesight } from '../../foresight.ts'
import { openSteps } from '../../openSteps.ts'
import type { RuleRun } from '../../outcome.ts'
import { createPortfolio } from '../../portfolios/createPortfolio.ts'
import type { PortfolioDocument } from '../../portfolios/schema.ts'
import { type RunOptions, runBacktest } from '../../runBacktest.ts'
import { type PolicyVersion, type RunSettings, sumFeePips } from '../../settings.ts'

/** A rule by its name: what can be sent to another thread or machine. */
export interface JobRule {
  id: string
  /** Of a rule that follows a version; the id without it. */
  title?: string | undefined
  /** The rule follows this version, as `policy`, or as an `oracle` that knows the variance to come. Undefined: a plain rule. */
  version?: PolicyVersion | undefined
  isOracle?: boolean | undefined
}

/** One portfolio over one market: all that a run depends on, as plain data. */
export interface BacktestJob extends Pick<RunSettings, 'market' | 'others' | 'fill' | 'push'> {
  range: StepRange
  portfolio: PortfolioDocument
  rules: readonly JobRule[]
}

/**
 * Runs a job in this thread. The same job gives the same figures, bit for bit, in any thread and on any machine.
 *
 * @throws what `openSteps`, `createRule` and `runBacktest` throw.
 */
export async function runJob(
  job: BacktestJob,
  options: Pick<RunOptions, 'signal' | 'onProgress' | 'sink'> = {},
): Promise<RuleRun[]> {
  const { market, others, fill, push, range } = job
  const [core, strategies] = await Promise.all([loadCore(), loadStrategies()])
  const settings = {
    core,
    market,
    others,
    fill,
    push,
    portfolio: createPortfolio(job.portfolio, strategies),
    rules: job.rules.map((rule) => ({ rule: createJobRule(rule, job), version: rule.version })),
  }
  // A further market of a basket has had its price before the run begins.
  const otherSteps = others.map((other) =>
    openSteps(diskReader, other, { to: range.to }, strategies),
  )
  const foresight = await foresee(job, strategies)
  return runBacktest(settings, openSteps(diskReader, market, range, strategies), {
    ...options,
    otherSteps,
    foresight,
  })
}

function createJobRule({ id, title = id, version, isOracle }: JobRule, job: BacktestJob): Rule {
  if (version === undefined) {
    const { riskAversionE4 } = job.fill
    return createRule(id, { feePips: sumFeePips(job.fill), riskAversionE4 })
  }
  return createPolicyRule(id, title, isOracle === true ? 'oracle' : 'policy')
}

async function foresee(
  { market, range, rules }: BacktestJob,
  strategies: Strategies,
): Promise<Foresight | undefined> {
  const isWanted = rules.some(({ isOracle }) => isOracle === true)
  return isWanted ? readForesight(openSteps(diskReader, market, range, strategies)) : undefined
}
