import type { Hex } from 'viem'

/** A real number in a result: a decimal with six digits after the point, so that every machine writes the same. */
export type Decimal6 = string

/** B.5 of one rule over a range; in bp of the mean net value a year unless the name says otherwise. */
export interface Metrics {
  costBpYear: Decimal6
  feeBpYear: Decimal6
  impactBpYear: Decimal6
  gasBpYear: Decimal6
  riskBpYear: Decimal6
  /** cost + risk: what a rule is judged by. */
  jBpYear: Decimal6
  /** End less beginning of the net value. */
  netBpYear: Decimal6
  /**
   * Each part of the ledger: what a carry earns by funding, a liquidity position by its fees, what its hedge or an option book's
   * loses by the price.
   */
  partsBpYear: Readonly<Record<string, Decimal6>>
  /**
   * What the kind of portfolio counts of its own (`kindFigures`): money in bp a year (`thetaBpYear`, `lvrBpYear`,
   * `impermanentLossBpYear`), other figures as they are, and `costPerTheta`, cost over the decay of an option book, 1 = 100 %.
   */
  kindFigures: Readonly<Record<string, Decimal6>>
  /** Standard deviation of the daily change of the net value (of a hedged book: of its hedged P&L), in bp over the root of a year. */
  profitSdBpYear: Decimal6
  /** What changed the net value, each part; the parts are end less beginning, to the unit. */
  ledgerUsd6: Readonly<Record<string, string>>
  navStartUsd6: string
  navEndUsd6: string
  trackingErrorPips: Decimal6
  turnoverPerYear: Decimal6
  trades: number
  worstDrawdownPips: Decimal6
  outsideBandSec: string
  largestImpactPips: Decimal6
  liquidations: number
  topUps: number
  floorBreaches: number
  worstBreachPips: Decimal6
}

/** What may be said of a difference in J. */
export type Verdict = 'better' | 'worse' | 'no difference shown' | 'too short to judge'

/** J of a rule less J of another: below 0, it is better. */
export interface Comparison {
  ruleId: string
  against: string
  differenceBpYear: Decimal6
  /** 90 % interval by block bootstrap of the paired days. */
  lowBpYear: Decimal6
  highBpYear: Decimal6
  verdict: Verdict
}

export interface RuleResult {
  ruleId: string
  title: string
  kind: 'plain' | 'policy' | 'oracle'
  metrics: Metrics
  /** 90 % interval of J. */
  jLowBpYear: Decimal6
  jHighBpYear: Decimal6
}

/** One fold of the walk forward: what was picked on the folds before, and how it did in this one. */
export interface Fold {
  /** First and last day, both within, as `2022-05-09`. */
  from: string
  to: string
  /** The plain rule with the lowest J on the folds before; undefined for the first. */
  pickedRuleId: string | undefined
  pickedJBpYear: Decimal6 | undefined
  /** Its J on the folds before, by which it was picked: seen, not a forecast. */
  pickedPastJBpYear: Decimal6 | undefined
  proposalJBpYear: Decimal6
  inForceJBpYear: Decimal6
}

export interface StressRow {
  /** `week 2022-05-09`, `highest gas`, `thinnest day`. */
  name: string
  /** First and last day, both within, as `2022-05-09`. */
  from: string
  to: string
  /** Change of the net value, and J, of each rule over these days, in bp of the net value; no year. */
  rules: readonly { ruleId: string; navChangeBp: Decimal6; jBp: Decimal6 }[]
}

export interface SensitivityRow {
  /** `refill x0.2`. */
  name: string
  rules: readonly { ruleId: string; jBpYear: Decimal6 }[]
  /** Whether the order of the rules differs from the main run's. */
  isRankingFlipped: boolean
}

export interface Honesty {
  days: number
  /** Rules x policies x markets run for this proposal, this run included. */
  trials: number
  /**
   * White's Reality Check: the chance to see the best plain rule beat the policy in force by luck. This and the three that follow are
   * undefined where there are fewer than sixty days.
   */
  realityCheckP: Decimal6 | undefined
  /** Hansen's test of the same, which poor rules beside the best one weaken less. */
  superiorAbilityP: Decimal6 | undefined
  /**
   * The chance that the proposal's daily return beyond that of the policy in force is more than the luck of the best of the trials
   * (Bailey and Lopez de Prado). Returns are mostly luck of where the drift stood: J says more of a rule that rebalances.
   */
  deflatedSharpe: Decimal6 | undefined
  /** Probability of backtest overfitting of J (CSCV, 16 blocks) among all rules that one could choose. */
  overfittingProbability: Decimal6 | undefined
  isTooShort: boolean
  /** Why, in words. */
  tooShortReason: string | undefined
}

/** One portfolio on one market beside the first of each: what the rules did there. */
export interface CaseResult {
  /** Name of the market, title of the portfolio. */
  market: string
  portfolio: string
  rules: readonly RuleResult[]
  comparisons: readonly Comparison[]
  days: number
  isTooShort: boolean
}

/**
 * `result.json`: canonical JSON, keys sorted, whole numbers as strings where they may pass 2^53. `backtestHash` is its keccak256.
 */
export interface BacktestResult {
  format: 'gimbal-backtest/1'
  backtester: { version: string; coreHash: Hex; strategiesHash: Hex; sourceHash: Hex }
  seed: string
  markets: readonly {
    name: string
    title: string
    /** Of the files' figures, and of what market.json says beside them: fee, prices that are assumed, start figures. */
    dataHash: Hex
    manifestHash: Hex
    from: string
    to: string
    rows: number
    gaps: number
    assumptions: readonly string[]
  }[]
  /** Hash of the proposal's document (governance), if it was one. */
  documentHash: Hex | undefined
  inputs: {
    title: string
    inForce: unknown
    proposal: unknown
    /** Paths of the fields that differ. */
    changed: readonly string[]
    /** Documents of the portfolios; the first is the one that is looked at closely. */
    portfolios: readonly unknown[]
    /** Of the first market; elsewhere the fee is that market's own. */
    fill: Readonly<Record<string, unknown>>
    /** Ids of all rules that ran. */
    rules: readonly string[]
    /** The governed market. */
    governed: string
    /** Why there are no settings in force, where the document adds the market. */
    isAddition: boolean
    isWhatIf: boolean
    /** Asked for; undefined: of each market, as the policy in force says. */
    latencyBlocks: number | undefined
    /** The stretch of the markets that was asked for, unix seconds. */
    from: number | undefined
    to: number | undefined
    draws: number
  }
  rules: readonly RuleResult[]
  comparisons: readonly Comparison[]
  /**
   * The proposal with one changed field put back, each: its J, and J of the proposal less that, which is what the field alone adds.
   * Below 0, it helps.
   */
  attribution: readonly {
    field: string
    label: string
    /** As in force and as proposed, with units. */
    from: string
    to: string
    jBpYear: Decimal6
    differenceBpYear: Decimal6
    lowBpYear: Decimal6
    highBpYear: Decimal6
    verdict: Verdict
  }[]
  /** Changed fields that cannot be put back alone: the contract would refuse the rest. */
  notAttributed: readonly string[]
  walkForward: readonly Fold[]
  stress: readonly StressRow[]
  sensitivity: readonly SensitivityRow[]
  /** Further markets and portfolios. */
  cases: readonly CaseResult[]
  honesty: Honesty
}
