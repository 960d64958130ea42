import type { Core } from '../core/index.ts'
import type { StepRange, Steps } from '../market/steps.ts'
import type { Rule } from '../strategy/rule.ts'
import { type RunOptions, runBacktest } from './runBacktest.ts'
import type { RunSettings } from './settings.ts'

/** A run over a part of a market. Rules, portfolio and steps are new: what one run saw must not reach another. */
export interface PreparedRun {
  settings: RunSettings & { core: Core }
  steps: AsyncIterable<Steps>
  options?: RunOptions | undefined
}

/** A decision that depends on what was not known yet. */
export interface LookAhead {
  ruleId: string
  /** Of the decision, unix seconds: the first that differs. */
  at: number
  /** Where the market was cut off, unix seconds. */
  cutAt: number
  /** What the rule ordered in the whole market, and in the one that ends before `cutAt`: 1e-6 dollars. */
  wholeUsd6: number
  cutUsd6: number
}

/**
 * Finds rules that look ahead: runs them over the market, and again over the market that ends at each of `cutsAt`. What is decided
 * before a cut must not depend on what comes after it, be it that a rule, the market's reader or the simulator peeked. Oracles, which
 * are meant to, are left out.
 *
 * @param prepare opens what comes before `range.to`; the whole market without it.
 * @param cutsAt unix seconds.
 * @returns the first difference of each rule at each cut; empty if none looks ahead.
 */
export async function findLookAhead(
  prepare: (range: StepRange) => PreparedRun,
  cutsAt: readonly number[],
): Promise<LookAhead[]> {
  const whole = await recordDecisions(prepare({}))
  const found: LookAhead[] = []
  for (const cutAt of cutsAt) {
    const cut = await recordDecisions(prepare({ to: cutAt }))
    for (const [ruleId, orders] of whole) {
      const difference = findDifference(orders, cut.get(ruleId) ?? new Map(), cutAt)
      if (difference !== undefined) found.push({ ruleId, cutAt, ...difference })
    }
  }
  return found
}

/** What a rule ordered, by time; 0 is left out. */
type Orders = Map<number, number>

async function recordDecisions({
  settings,
  steps,
  options,
}: PreparedRun): Promise<Map<string, Orders>> {
  const recorded = new Map<string, Orders>()
  const rules = settings.rules.flatMap(({ rule, version }) => {
    if (rule.kind === 'oracle') return []
    const orders: Orders = new Map()
    recorded.set(rule.id, orders)
    return [{ rule: withRecord(rule, orders), version }]
  })
  await runBacktest({ ...settings, rules }, steps, options)
  return recorded
}

function withRecord(rule: Rule, orders: Orders): Rule {
  return {
    id: rule.id,
    title: rule.title,
    kind: rule.kind,
    decide(view) {
      const amountUsd6 = rule.decide(view)
      if (amountUsd6 !== 0) orders.set(view.row.at, amountUsd6)
      return amountUsd6
    },
  }
}

function findDifference(
  whole: Orders,
  cut: Orders,
  cutAt: number,
): Pick<LookAhead, 'at' | 'wholeUsd6' | 'cutUsd6'> | undefined {
  const times = [...new Set([...whole.keys(), ...cut.keys()])].filter((at) => at < cutAt)
  for (const at of times.sort((a, b) => a - b)) {
    const wholeUsd6 = whole.get(at) ?? 0
    const cutUsd6 = cut.get(at) ?? 0
    if (!Object.is(wholeUsd6, cutUsd6)) return { at, wholeUsd6, cutUsd6 }
  }
  return undefined
}
