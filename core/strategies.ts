import type { Hex } from 'viem'

/** An option on one unit of the asset, European, no interest (coin-margined markets quote forwards). */
export interface OptionInput {
  /** 1e6 = $1; 1 to 1e13. */
  spotUsd6: bigint
  /** 1e6 = $1; 1 to 1e14. */
  strikeUsd6: bigint
  /** A year, 1e18 = 1; 1 to 9e18. */
  varianceWad: bigint
  /** 0 to 315,576,000; 0: at expiry. */
  timeToExpirySec: bigint
}

/**
 * Deltas, gamma and theta: the nearest whole number, within 1 + 1e-9 of their size of the real values. Prices: rounded down, below
 * the real ones by less than 1 + 4e-10 of the spot; whoever pays one adds that. call - put = spot - strike and callDelta - putDelta = 1,
 * exactly.
 */
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
  /** A year, 1e18 = 1; 0 to 9e18. */
  varianceWad: bigint
}

/** Per value 1 at tick 0 (docs/strategies.md), 1e6 = 1; the nearest whole number, at most 1e18. */
export interface LpFigures {
  valuePips: bigint
  deltaCashPips: bigint
  /** Short gamma, as a magnitude. */
  gammaCashPips: bigint
  lvrYearPips: bigint
}

export interface GapInput {
  /** A year, 1e18 = 1; 0 to 9e18. */
  varianceWad: bigint
  /** Confidence multiple of diffusion, 1e4 = 1; 0 to 100,000. */
  zE4: bigint
  /** The same of jumps a day; 0 to 100,000. */
  zJumpE4: bigint
  /** Time until something can be done; 0 to 315,576,000. */
  delaySec: bigint
  /** 1e6 = 100 %; 1 to 500,000. */
  slippageCapPips: bigint
  /** Maintenance margin, 1e6 = 100 %; 1 to 1e6. */
  maintenancePips: bigint
  /** Margin that triggers a top-up, as a share of the first margin, 1e6 = 100 %; 1 to 1e6. */
  topUpPips: bigint
  /** 1e6 = 100 %; 1 to 1e6. */
  liquidationThresholdPips: bigint
  /** Health factor, 1e6 = 1; 0 to 1e9. */
  healthPips: bigint
}

export interface GapFigures {
  /** Rounded down; at most 40e6. */
  gapPips: bigint
  /** Rounded down; at most 65,535. */
  cppiMultiplierE3: bigint
  carryLeverageE3: bigint
  loanLeverageE3: bigint
  /** What to repay once ln(health) is inside the guard; the gap counts as the guard. Rounded up; 0 to 1e6. */
  cutShareOfDebtPips: bigint
}

export interface OverlayInput {
  /** 1e6 = $1; 1 to 1e13. */
  spotUsd6: bigint
  /** Units of collateral, 1e18 = 1; 1 to 1e27. */
  collateralWad: bigint
  /** 0 to 1e18, and no more than puts can cover. */
  debtUsd6: bigint
  /** 1e6 = 100 %; 1 to 1e6. */
  liquidationThresholdPips: bigint
  /** A year, 1e18 = 1; 1 to 9e18. */
  varianceWad: bigint
  /** 1 to 315,576,000. */
  timeToExpirySec: bigint
  /** 1e6 = 100 %; 0 to 1e6. At 5,000 or more, the strike has room for the debt to grow. */
  bufferPips: bigint
}

export interface OverlayFigures {
  /** Without puts; rounded up. */
  liquidationPriceUsd6: bigint
  /** Units of the put, 1e18 = 1, rounded up. */
  putWad: bigint
  /**
   * Rounded up. Liquidation threshold * collateral * strike is not below debt + premium if the buffer is 5,000 or more and the
   * debt 200 or more, and less than 1 unit below it otherwise.
   */
  strikeUsd6: bigint
  /** Of all puts; rounded up. */
  premiumUsd6: bigint
}

/** The strategies' maths in Wasm: whole numbers, the same bits everywhere (docs/strategies.md). */
export interface Strategies {
  /**
   * Prices and greeks of an option (Black 1976).
   *
   * @throws OutOfDomainError for the first field outside its domain; MissingFieldError or WrongTypeError for a value that is
   *   not a bigint. So do all functions here.
   */
  priceOption(input: OptionInput): OptionFigures

  /**
   * `priceOption` for many rows, without objects. A row is 4 lanes in (spot, strike, variance, time), 6 lanes out (call, put,
   * call's delta, put's delta, gamma, theta), all whole numbers. A variance above 2^53 stands for the nearest that a float holds,
   * as it does in `priceOption`.
   *
   * @param output - Where to write, to be used again; 6 lanes a row. Default: a new array.
   * @throws LaneCountError unless the lengths fit.
   * @throws WrongTypeError or OutOfDomainError for the first lane that is no whole number, or outside its domain; `field` has its row.
   */
  priceOptionLanes(
    input: Float64Array,
    output?: Float64Array<ArrayBuffer>,
  ): Float64Array<ArrayBuffer>

  /** Value, delta, gamma and loss to arbitrage of a Uniswap v3 position. */
  measureLp(input: LpInput): LpFigures

  /** The gap and what it allows. */
  measureGap(input: GapInput): GapFigures

  /**
   * Puts that keep a loan from liquidation at every price, their premium borrowed.
   *
   * @throws OutOfDomainError for `debtUsd6` also where no strike covers the debt; `max` is the largest that one does.
   */
  overlayPuts(input: OverlayInput): OverlayFigures

  /**
   * The strike at which calls of the same number pay for the puts' premium, 1e6 = $1; rounded down, 1 to 1e14.
   *
   * @throws OutOfDomainError for `debtUsd6` also where no strike covers the debt, or the premium is above all that calls can
   *   bring; `max` is the largest debt for which neither is so.
   */
  collarCallStrikeUsd6(input: OverlayInput): bigint

  /**
   * The average that keeps 0.94 a day, from the mean of the first day on; oldest first, 1e18 = 1 a year, rounded down.
   * A variance may be up to 1e22: that of a wild hour is far above any year's.
   *
   * @param stepsPerDay - How many variances make a day; 1 to 86,400. Default: 1.
   */
  averageVarianceWad(variancesWad: readonly bigint[], stepsPerDay?: bigint): bigint

  /** 0.25 day + 0.35 week + 0.30 month + 0.10 long run, rounded down; each 0 to 1e22. */
  harVarianceWad(input: {
    dayWad: bigint
    weekWad: bigint
    monthWad: bigint
    longRunWad: bigint
  }): bigint

  /** (average + 0.8 implied) / 2, bounded to [1/4, 4] of the average, rounded down; each 0 to 1e22. */
  blendVarianceWad(input: { averageWad: bigint; impliedWad: bigint }): bigint

  /** keccak256 of the module's bytes. It decides no parameter: no vote is bound to it. */
  readonly hash: Hex
}
