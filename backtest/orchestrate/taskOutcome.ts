import type { RuleRun, StepSink } from '../outcome.ts'

export interface TaskOptions {
  sink?: StepSink | undefined
  signal?: AbortSignal | undefined
  /** How far it is, 0 to 1. */
  onShare: (share: number) => void
}

/** What was read of a market. */
export interface Seen {
  rows: number
  firstAt: number
  lastAt: number
}

/** What became of a task: the runs in the order of its rules. */
export interface TaskOutcome {
  runs: RuleRun[]
  seen: Seen
}

/** Takes what became of a task, by its name, from where it was run. */
export type TakeTask = (name: string, options: TaskOptions) => Promise<TaskOutcome>
