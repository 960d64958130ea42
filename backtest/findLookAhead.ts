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

/** What a rule saw and ordered at a row. */
interface Decision {
  orderUsd6: number
  navUsd6: number
  targetUsd6: number
  /** The value in force, or nothing. */
  parameters: string
}

/** A decision that depends on what was not known yet. */
export interface LookAhead {
  ruleId: string
  /** Of the decision, unix seconds: the first that differs. */
  at: number
  /** Where the market was cut off, unix seconds. */
  cutAt: number
  /** What differs, in the whole market and in the one that ends before `cutAt`. */
  field: keyof Decision
  whole: string
  cut: string
}

/** So long before a cut each decision is compared, seconds; before that, only what was ordered. */
const WINDOW_SEC = 7_200

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
  const whole = await recordDecisions(prepare({}), cutsAt)
  const found: LookAhead[] = []
  for (const cutAt of cutsAt) {
    const cut = await recordDecisions(prepare({ to: cutAt }), [cutAt])
    for (const [ruleId, decisions] of whole) {
      const difference = findDifference(decisions, cut.get(ruleId) ?? new Map(), cutAt)
      if (difference !== undefined) found.push({ ruleId, cutAt, ...difference })
    }
  }
  return found
}

/** By time, unix seconds. */
type Decisions = Map<number, Decision>

async function recordDecisions(
  { settings, steps, options }: PreparedRun,
  cutsAt: readonly number[],
): Promise<Map<string, Decisions>> {
  const recorded = new Map<string, Decisions>()
  const rules = settings.rules.flatMap(({ rule, version }) => {
    if (rule.kind === 'oracle') return []
    const decisions: Decisions = new Map()
    recorded.set(rule.id, decisions)
    return [{ rule: withRecord(rule, decisions, cutsAt), version }]
  })
  await runBacktest({ ...settings, rules }, steps, options)
  return recorded
}

function withRecord(rule: Rule, decisions: Decisions, cutsAt: readonly number[]): Rule {
  return {
    id: rule.id,
    title: rule.title,
    kind: rule.kind,
    decide(view) {
      const orderUsd6 = rule.decide(view)
      const { at } = view.row
      if (orderUsd6 === 0 && !cutsAt.some((cutAt) => isNear(at, cutAt))) return orderUsd6
      const { navUsd6, targetUsd6 } = view
      const parameters = Object.values(view.parameters ?? {}).join()
      decisions.set(at, { orderUsd6, navUsd6, targetUsd6, parameters })
      return orderUsd6
    },
  }
}

function isNear(at: number, cutAt: number): boolean {
  return at < cutAt && at >= cutAt - WINDOW_SEC
}

function findDifference(
  whole: Decisions,
  cut: Decisions,
  cutAt: number,
): Pick<LookAhead, 'at' | 'field' | 'whole' | 'cut'> | undefined {
  const times = [...new Set([...whole.keys(), ...cut.keys()])].filter((at) => at < cutAt)
  for (const at of times.sort((a, b) => a - b)) {
    const [there, here] = [whole.get(at), cut.get(at)]
    // Recorded for another cut only.
    if (!isNear(at, cutAt) && !there?.orderUsd6 && !here?.orderUsd6) continue
    for (const field of ['orderUsd6', 'navUsd6', 'targetUsd6', 'parameters'] as const) {
      if (Object.is(there?.[field], here?.[field])) continue
      return { at, field, whole: `${there?.[field]}`, cut: `${here?.[field]}` }
    }
  }
  return undefined
}
