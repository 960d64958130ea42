import type { RuleRun } from '../../outcome.ts'
import type { BacktestJob, JobRule } from './runJob.ts'

/** Some rules of a job, and where their runs belong. */
export interface JobPart {
  /** Place of the job in the list of jobs. */
  index: number
  job: BacktestJob
  /** Places of the rules in the job's own list. */
  ruleIndexes: readonly number[]
}

/**
 * Splits jobs so that all threads have work: by their rules, where there are fewer jobs than threads. Rules that follow a version
 * take the most time, and are dealt out first.
 */
export function splitJobs(jobs: readonly BacktestJob[], threads: number): JobPart[] {
  const parts = Math.max(1, Math.ceil(threads / Math.max(1, jobs.length)))
  return jobs.flatMap((job, index) => {
    const order = job.rules
      .map((rule, ruleIndex) => ({ ruleIndex, weight: rule.version === undefined ? 0 : 1 }))
      .toSorted((a, b) => b.weight - a.weight)
    return Array.from({ length: Math.min(parts, job.rules.length) }, (_, part) => {
      const ruleIndexes = order
        .filter((_, place) => place % parts === part)
        .map(({ ruleIndex }) => ruleIndex)
        .toSorted((a, b) => a - b)
      const rules = ruleIndexes.map((ruleIndex) => job.rules[ruleIndex] as JobRule)
      return { index, job: { ...job, rules }, ruleIndexes }
    })
  })
}

/** Puts the runs of parts back in the order of the jobs and their rules. */
export function joinRuns(
  jobs: readonly BacktestJob[],
  parts: readonly JobPart[],
  runs: readonly (readonly RuleRun[])[],
): RuleRun[][] {
  const joined = jobs.map(({ rules }) => new Array<RuleRun>(rules.length))
  for (const [place, { index, ruleIndexes }] of parts.entries()) {
    for (const [at, ruleIndex] of ruleIndexes.entries()) {
      const ofJob = joined[index] as RuleRun[]
      ofJob[ruleIndex] = runs[place]?.[at] as RuleRun
    }
  }
  return joined
}
