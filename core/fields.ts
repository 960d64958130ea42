/** What the index measures of one market at one block (docs/model.md, section "Observation"). */
export interface Observation {
  /** Base fee, wei per unit of gas; 0 to 1e14. Source: EIP-1559. */
  baseFeePerGas: bigint
  /** Gas used as a share of the gas limit, 1e6 = 100 %; 0 to 1e6. */
  gasUsedRatioPips: bigint
  /** Price of the native coin, 1e6 = $1; 0 to 1e11. */
  nativePriceUsd6: bigint
  /** Depth of the pool now: its virtual quote reserve, 1e6 = $1; 0 to 1e19. */
  depthUsd6: bigint
  /** Depth of the pool over the last days, 1e6 = $1; 0 to 1e19. */
  depthRefUsd6: bigint
  /** Variance of the price a year, 1e18 = 1; 0 to 9e18. */
  varianceWad: bigint
  /** Net asset value of the portfolio, 1e6 = $1; 1 to 1e19. */
  navUsd6: bigint
}

/** What token holders vote on, per market (docs/model.md, section "Policy"). */
export interface Policy {
  /** Price of risk against cost (gamma), 1e4 = 1; 1e3 to 1e7. */
  riskAversionE4: bigint
  /** Target weight of the risky asset, 1e6 = 100 %; 1 to 999,999. */
  targetWeightPips: bigint
  /** One-way proportional cost of the venue, 1e6 = 100 %; 1 to 100,000. */
  poolFeePips: bigint
  /** Gas of one rebalance; 21,000 to 1e7. */
  gasUnits: bigint
  /** Tip assumed, wei per unit of gas; 0 to 1e12. Source: EIP-1559. */
  priorityFeePerGas: bigint
  /** Control epoch, seconds; 60 to 604,800. */
  epochSec: bigint
  /** Largest price impact of one trade, 1e6 = 100 %; 1 to 500,000. */
  slippageCapPips: bigint
  /** Blocks a transaction may wait; 0 to 32. */
  inclusionBlocks: bigint
  /** Usual delay from decision to execution, seconds; 1 to 86,400. */
  executionDelaySec: bigint
  /** How fast cost rises when liquidity dries up (kappa), 1e4 = 1; 0 (not at all) to 40,000. */
  viscosityE4: bigint
  /** Confidence multiple of the guard and of the CPPI multiplier (z), 1e4 = 1; 0 to 100,000. */
  zE4: bigint
}

/** The six parameters that a protocol reads (docs/model.md, section "Targets"). */
export interface Parameters {
  /** Share of the drift that is closed per epoch, 1e6 = 100 %; u32, rounded down. */
  aggressivenessPips: bigint
  /** Half-width of the no-trade band around the target weight, 1e6 = 100 %; u32, rounded up. */
  bandPips: bigint
  /** Largest trade, 1e6 = $1; u64, rounded down. */
  maxTradeUsd6: bigint
  /** Least time between two trades, seconds; u32, rounded up. */
  minIntervalSec: bigint
  /** CPPI multiplier, 1e3 = 1; u16, rounded down. */
  cppiMultiplierE3: bigint
  /** Distance to liquidation, as ln(health factor), that forces a reduction, 1e6 = 1; u32, rounded up. */
  guardPips: bigint
}

/** One input of the model. */
export interface Row {
  observation: Observation
  policy: Policy
}

/** Fields of an observation, in the order that every engine and file uses. */
export const observationFields = [
  'baseFeePerGas',
  'gasUsedRatioPips',
  'nativePriceUsd6',
  'depthUsd6',
  'depthRefUsd6',
  'varianceWad',
  'navUsd6',
] as const satisfies readonly (keyof Observation)[]

/** Fields of a policy, in the order that every engine and file uses. */
export const policyFields = [
  'riskAversionE4',
  'targetWeightPips',
  'poolFeePips',
  'gasUnits',
  'priorityFeePerGas',
  'epochSec',
  'slippageCapPips',
  'inclusionBlocks',
  'executionDelaySec',
  'viscosityE4',
  'zE4',
] as const satisfies readonly (keyof Policy)[]

/** Fields of the parameters, in the order that every engine and file uses. */
export const parameterFields = [
  'aggressivenessPips',
  'bandPips',
  'maxTradeUsd6',
  'minIntervalSec',
  'cppiMultiplierE3',
  'guardPips',
] as const satisfies readonly (keyof Parameters)[]

/** The 18 input fields, an observation's first: the lanes of one input row. */
export const inputFields = [...observationFields, ...policyFields] as const

export type ObservationField = keyof Observation
export type PolicyField = keyof Policy
export type ParameterField = keyof Parameters
export type InputField = (typeof inputFields)[number]

/** The largest value of each parameter's type. As a step or a budget it lifts the limit. */
export const parameterMax: Readonly<Parameters> = {
  aggressivenessPips: 0xffff_ffffn,
  bandPips: 0xffff_ffffn,
  maxTradeUsd6: 0xffff_ffff_ffff_ffffn,
  minIntervalSec: 0xffff_ffffn,
  cppiMultiplierE3: 0xffffn,
  guardPips: 0xffff_ffffn,
}

/** Meaning and unit of each input field: the end of the message about a refused value. */
export const fieldMeanings: Readonly<Record<InputField, string>> = {
  baseFeePerGas: 'the base fee in wei per unit of gas',
  gasUsedRatioPips: 'gas used as a share of the gas limit, in millionths',
  nativePriceUsd6: "the native coin's price in millionths of a dollar",
  depthUsd6: "the pool's depth in millionths of a dollar",
  depthRefUsd6: "the pool's usual depth in millionths of a dollar",
  varianceWad: 'the variance of the price a year, 1e18 being 1',
  navUsd6: "the portfolio's net asset value in millionths of a dollar",
  riskAversionE4: 'the price of risk against cost, 10000 being 1',
  targetWeightPips: 'the target weight of the risky asset in millionths',
  poolFeePips: "the pool's one-way fee in millionths",
  gasUnits: 'the gas of one rebalance',
  priorityFeePerGas: 'the tip in wei per unit of gas',
  epochSec: 'the control epoch in seconds',
  slippageCapPips: 'the largest price impact of one trade in millionths',
  inclusionBlocks: 'the number of blocks that a transaction may wait',
  executionDelaySec: 'the usual delay from decision to execution in seconds',
  viscosityE4: 'how fast cost rises when liquidity dries up, 10000 being 1',
  zE4: 'the confidence multiple of the guard, 10000 being 1',
}
