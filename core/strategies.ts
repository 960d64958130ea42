import type { Hex } from 'viem'

/** An option on one unit of the asset, European, no interest (coin-margined markets quote forwards). */
export interface OptionInput {
  /** 1e6 = $1; 1 to 1e13. */
  spotUsd6: bigint
  strikeUsd6: bigint
  /** A year, 1e18 = 1; 1 to 9e18. */
  varianceWad: bigint
  /** 0 to 315,576,000; 0: at expiry. */
  timeToExpirySec: bigint
}

/** Within 1 + 1e-9 of their size of the real values; prices within 1 + 1e-9 of the spot. call - put = spot - strike exactly. */
export interface OptionFigures {
  callUsd6: bigint
  putUsd6: bigint
  callDeltaPips: bigint
  /** -1e6 to 0. */
  putDeltaPips: bigint
  /** S Gamma per unit of spot notional, 1e6 = 1. */
  gammaCashPips: bigint
  /** Of one day, per unit of spot notional, 1e6 = 1; at most 0. */
  thetaDayPips: bigint
}

/** A Uniswap v3 position; ticks -887,272 to 887,272, lower < upper. */
export interface LpInput {
  lowerTick: bigint
  upperTick: bigint
  tick: bigint
  varianceWad: bigint
}

/** Per value 1 at tick 0 (docs/model.md, "Strategies"), 1e6 = 1. */
export interface LpFigures {
  valuePips: bigint
  deltaCashPips: bigint
  /** Short gamma, as a magnitude. */
  gammaCashPips: bigint
  lvrYearPips: bigint
}

export interface GapInput {
  varianceWad: bigint
  zE4: bigint
  zJumpE4: bigint
  delaySec: bigint
  slippageCapPips: bigint
  maintenancePips: bigint
  topUpPips: bigint
  liquidationThresholdPips: bigint
  /** Health factor, 1e6 = 1. */
  healthPips: bigint
}

export interface GapFigures {
  /** Rounded down; at most 40e6. */
  gapPips: bigint
  /** Rounded down; at most 65,535. */
  cppiMultiplierE3: bigint
  carryLeverageE3: bigint
  loanLeverageE3: bigint
  /** Rounded up; 0 to 1e6. */
  cutShareOfDebtPips: bigint
}

export interface OverlayInput {
  spotUsd6: bigint
  /** Units of collateral, 1e18 = 1. */
  collateralWad: bigint
  debtUsd6: bigint
  liquidationThresholdPips: bigint
  varianceWad: bigint
  timeToExpirySec: bigint
  bufferPips: bigint
}

export interface OverlayFigures {
  liquidationPriceUsd6: bigint
  /** Units of the put, 1e18 = 1, rounded up. */
  putWad: bigint
  strikeUsd6: bigint
  /** Of all puts. */
  premiumUsd6: bigint
}

/** The strategies' maths in Wasm: pure integers, the same bits everywhere. Every function throws OutOfDomainError. */
export interface Strategies {
  priceOption(input: OptionInput): OptionFigures
  measureLp(input: LpInput): LpFigures
  measureGap(input: GapInput): GapFigures
  overlayPuts(input: OverlayInput): OverlayFigures
  /** The strike at which calls of the same number pay for the puts' premium, 1e6 = $1. */
  collarCallStrikeUsd6(input: OverlayInput): bigint
  /** Averages of daily variances, oldest first, as docs/model.md ("Forecasts") has them; 1e18 = 1 a year. */
  averageVarianceWad(dailyVarianceWad: readonly bigint[]): bigint
  harVarianceWad(input: {
    dayWad: bigint
    weekWad: bigint
    monthWad: bigint
    longRunWad: bigint
  }): bigint
  /** (average + 0.8 implied) / 2, bounded to [1/4, 4] of the average. */
  blendVarianceWad(input: { averageWad: bigint; impliedWad: bigint }): bigint
  /** keccak256 of the module's bytes. It decides no parameter: no vote is bound to it. */
  readonly hash: Hex
}
