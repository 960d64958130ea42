import type { Ledger } from '../strategy/ledger.ts'
import type { Incidents } from '../strategy/portfolio.ts'

/** One rule over one UTC day: the unit of every interval. Money is whole units of 1e-6 dollars. */
export interface DayRecord {
  /** Midnight, unix seconds. */
  dayAt: number
  steps: number
  /** Covered by its steps. */
  elapsedSec: number
  navStartUsd6: number
  navEndUsd6: number
  /** Sums to navEnd - navStart, to the unit. */
  ledger: Ledger
  /** gamma / 2 * r^2 * drift^2 * nav, added up and rounded to the unit a step. */
  riskUsd6: number
  turnoverUsd6: number
  trades: number
  /** Sum of nav * seconds, for shares of the mean net value: 1e-6 dollars times seconds. */
  navSecondsUsd6: number
  /** Time with |drift| above the band of the value in force (policy rules), seconds. */
  outsideBandSec: number
  largestImpactPips: number
  /** Sum over steps of drift^2 * elapsed seconds, a real number. */
  driftSquareSec: number
  worstDrawdownPips: number
  highestGasUsd6: number
  lowestDepthUsd6: number
}

/** One fill. */
export interface Trade {
  at: number
  ruleId: string
  /** Signed change of exposure; of what was ordered, what filled. */
  amountUsd6: number
  priceUsd6: number
  feeUsd6: number
  impactUsd6: number
  gasUsd6: number
  /** (held - wanted) / nav before it, 1e6 = 100 %. */
  driftPips: number
  isUrgent: boolean
}

/** One step of one rule, for `steps.parquet`. */
export interface StepRecord {
  at: number
  ruleId: string
  navUsd6: number
  exposureUsd6: number
  targetUsd6: number
  amountUsd6: number
  feeUsd6: number
  impactUsd6: number
  gasUsd6: number
  riskUsd6: number
  /** The value in force (policy rules), in the order of `parameterFields`; undefined for others. */
  parameters: readonly number[] | undefined
}

/** All that one rule did. */
export interface RuleRun {
  ruleId: string
  title: string
  kind: 'plain' | 'policy' | 'oracle'
  days: readonly DayRecord[]
  trades: readonly Trade[]
  incidents: Incidents
  /** Over the whole run, 1e6 = 100 %. */
  worstDrawdownPips: number
  /** Pushes that a policy rule's market would have seen. */
  pushes: number
  /** What the portfolio counted of its own, 1e-6 dollars by name; no part of the ledger. */
  figures?: Readonly<Record<string, number>> | undefined
}

/** Takes what a run says of each step, in order; may be slow: the run waits for it. */
export interface StepSink {
  writeStep(record: StepRecord): void
  /** Called after each chunk of steps. */
  flush(): Promise<void>
}
