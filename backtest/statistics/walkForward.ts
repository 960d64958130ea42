import { formatUnits6 } from '../metrics/decimal6.ts'
import type { RuleRun } from '../outcome.ts'
import type { Fold } from '../result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from './compareRules.ts'
import { computeJUnits } from './dayTable.ts'
import { formatDay } from './formatDay.ts'

const FOLDS = 5
const DAY_SEC = 86_400

/**
 * Five consecutive folds. For each, the plain rule that was best on the folds before it: what a careful person could have picked
 * then. Days before a fold within the time that a position is held are left out of the picking (a purge, which is an embargo too as
 * nothing is picked on later folds): a position of theirs would still be open in the fold.
 *
 * @returns Nothing unless both the proposal and the policy in force ran.
 */
export function walkForward(runs: readonly RuleRun[], holdingSec: number): Fold[] {
  const find = (id: string) => runs.find(({ ruleId }) => ruleId === id)
  const [proposal, inForce] = [find(PROPOSAL_ID), find(IN_FORCE_ID)]
  if (proposal === undefined || inForce === undefined) return []
  const count = proposal.days.length
  const folds = Array.from({ length: FOLDS }, (_, fold) => ({
    start: Math.floor((fold * count) / FOLDS),
    end: Math.floor(((fold + 1) * count) / FOLDS),
  }))
  return folds
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => {
      const dayAt = (index: number) => proposal.days[index]?.dayAt as number
      const pastEndAt = dayAt(start) - holdingSec
      const past = start === 0 ? undefined : pickBest(runs, pastEndAt)
      const judge = (run: RuleRun) => formatUnits6(computeJUnits(run.days.slice(start, end)))
      return {
        from: formatDay(dayAt(start)),
        to: formatDay(dayAt(end - 1)),
        pickedRuleId: past?.run.ruleId,
        pickedJBpYear: past && judge(past.run),
        pickedPastJBpYear: past && formatUnits6(past.jUnits),
        proposalJBpYear: judge(proposal),
        inForceJBpYear: judge(inForce),
      }
    })
}

/** The plain rule with the lowest J over the days that ended by a time; the first of equals. */
function pickBest(
  runs: readonly RuleRun[],
  untilAt: number,
): { run: RuleRun; jUnits: bigint } | undefined {
  return runs
    .filter(({ kind }) => kind === 'plain')
    .map((run) => ({ run, days: run.days.filter(({ dayAt }) => dayAt + DAY_SEC <= untilAt) }))
    .filter(({ days }) => days.length > 0)
    .map(({ run, days }) => ({ run, jUnits: computeJUnits(days) }))
    .reduce<{ run: RuleRun; jUnits: bigint } | undefined>(
      (best, next) => (best === undefined || next.jUnits < best.jUnits ? next : best),
      undefined,
    )
}
