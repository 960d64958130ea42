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
  /** What publishing one rebalance costs on a rollup, wei; 0 to 1e19; 0: there is no such fee. */
  dataFeeWei: bigint
  /** Curvature that the portfolio tells: how far its drift moves when the price moves, 1e6 = 1; 0 (none told) to 1e8. */
  curvaturePips: bigint
  /** Time to the portfolio's next expiry, seconds; 0 (none) to 315,576,000. */
  horizonSec: bigint
}

/** What token holders vote on, per market (docs/model.md, section "Policy"). */
export interface Policy {
  /** Price of risk against cost (gamma), 1e4 = 1; 1e3 to 1e7. */
  riskAversionE4: bigint
  /** Curvature (G) where the portfolio tells none, 1e6 = 1; 1 to 1e8. Constant mix: pi (1 - pi). */
  curvaturePips: bigint
  /** The most that is believed of a portfolio that tells its curvature, 1e6 = 1; 1 to 1e8. */
  curvatureCapPips: bigint
  /** One-way proportional cost of the venue, 1e6 = 100 %; 1 to 100,000. */
  poolFeePips: bigint
  /** Gas of one rebalance; 21,000 to 1e7. */
  gasUnits: bigint
  /** Size of one rebalance's transaction for a rollup's data fee, bytes; 0 to 131,072. The model does not read it. */
  txBytes: bigint
  /** Tip assumed, wei per unit of gas; 0 to 1e12. Source: EIP-1559. */
  priorityFeePerGas: bigint
  /** Control epoch, seconds; 60 to 604,800. */
  epochSec: bigint
  /** Largest price impact of one trade, 1e6 = 100 %; 1 to 500,000. */
  slippageCapPips: bigint
  /** Blocks a transaction may wait; 0 to 4,096. */
  inclusionBlocks: bigint
  /** Share of the gas limit that leaves the base fee as it is (u*), 1e6 = 100 %; 1 to 1e6. Ethereum 500,000. */
  gasTargetPips: bigint
  /** How slowly the base fee follows (EIP-1559); 0 (the chain has no such rule) to 65,535. Ethereum 8. */
  baseFeeDenominator: bigint
  /** Usual delay from decision to execution, seconds; 1 to 86,400. */
  executionDelaySec: bigint
  /** How fast cost rises when liquidity dries up (kappa), 1e4 = 1; 0 (not at all) to 40,000. */
  viscosityE4: bigint
  /** Confidence multiple of diffusion, for the guard and the CPPI multiplier (z), 1e4 = 1; 0 to 100,000. */
  zE4: bigint
  /** The same of jumps a day, 1e4 = 1; 0 to 100,000. */
  zJumpE4: bigint
}

/** The eight parameters that a protocol reads (docs/model.md, section "Targets"). */
export interface Parameters {
  /** Share of the drift beyond `returnPips` that is closed per epoch, 1e6 = 100 %; at most 1e6, rounded down. */
  aggressivenessPips: bigint
  /** Drift at which trading starts, 1e6 = 100 %; at most 1e6, rounded up. */
  bandPips: bigint
  /** Largest trade, whole dollars; u40, rounded down. */
  maxTradeUsd: bigint
  /** Expected time between two trades, seconds; u32, rounded up. */
  intervalSec: bigint
  /** CPPI multiplier, 1e3 = 1; u16, rounded down. */
  cppiMultiplierE3: bigint
  /** Distance to liquidation, as ln(health factor), that forces a reduction, 1e6 = 1; at most 4e6, rounded up. */
  guardPips: bigint
  /** Smallest trade worth its gas, as a share of the portfolio, 1e6 = 100 %; at most 1e6, rounded down. */
  lotPips: bigint
  /** Drift to which a trade comes back, 1e6 = 100 %; at most 1e6, rounded down. */
  returnPips: bigint
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
  'dataFeeWei',
  'curvaturePips',
  'horizonSec',
] as const satisfies readonly (keyof Observation)[]

/** Fields of a policy, in the order that every engine and file uses. */
export const policyFields = [
  'riskAversionE4',
  'curvaturePips',
  'curvatureCapPips',
  'poolFeePips',
  'gasUnits',
  'txBytes',
  'priorityFeePerGas',
  'epochSec',
  'slippageCapPips',
  'inclusionBlocks',
  'gasTargetPips',
  'baseFeeDenominator',
  'executionDelaySec',
  'viscosityE4',
  'zE4',
  'zJumpE4',
] as const satisfies readonly (keyof Policy)[]

/** Fields of the parameters, in the order that every engine and file uses. */
export const parameterFields = [
  'aggressivenessPips',
  'bandPips',
  'maxTradeUsd',
  'intervalSec',
  'cppiMultiplierE3',
  'guardPips',
  'lotPips',
  'returnPips',
] as const satisfies readonly (keyof Parameters)[]

/** The 26 lanes of one input row: an observation's fields, then a policy's. `curvaturePips` is in both. */
export const inputFields = [
  ...observationFields.map((field) => ({ group: 'observation', field }) as const),
  ...policyFields.map((field) => ({ group: 'policy', field }) as const),
]

export type ObservationField = keyof Observation
export type PolicyField = keyof Policy
export type ParameterField = keyof Parameters

/** The largest value of each parameter's type. As a step or a budget it lifts the limit. */
export const parameterMax: Readonly<Parameters> = {
  aggressivenessPips: 0xffff_ffffn,
  bandPips: 0xffff_ffffn,
  maxTradeUsd: 0xff_ffff_ffffn,
  intervalSec: 0xffff_ffffn,
  cppiMultiplierE3: 0xffffn,
  guardPips: 0xffff_ffffn,
  lotPips: 0xffff_ffffn,
  returnPips: 0xffff_ffffn,
}

/** The largest value that the model returns and a vector may hold, per parameter. */
export const parameterCaps: Readonly<Parameters> = {
  aggressivenessPips: 1_000_000n,
  bandPips: 1_000_000n,
  maxTradeUsd: 0xff_ffff_ffffn,
  intervalSec: 0xffff_ffffn,
  cppiMultiplierE3: 0xffffn,
  guardPips: 4_000_000n,
  lotPips: 1_000_000n,
  returnPips: 1_000_000n,
}

/** Meaning and unit of each input field: the end of the message about a refused value. */
export const fieldMeanings: Readonly<Record<ObservationField | PolicyField, string>> = {
  baseFeePerGas: 'the base fee in wei per unit of gas',
  gasUsedRatioPips: 'gas used as a share of the gas limit, in millionths',
  nativePriceUsd6: "the native coin's price in millionths of a dollar",
  depthUsd6: "the pool's depth in millionths of a dollar",
  depthRefUsd6: "the pool's usual depth in millionths of a dollar",
  varianceWad: 'the variance of the price a year, 1e18 being 1',
  navUsd6: "the portfolio's net asset value in millionths of a dollar",
  riskAversionE4: 'the price of risk against cost, 10000 being 1',
  dataFeeWei: 'what publishing one rebalance costs on a rollup, in wei',
  curvaturePips: 'how far the drift moves when the price moves, in millionths',
  horizonSec: 'the time to the next expiry in seconds',
  curvatureCapPips: "the most that is believed of a portfolio's own curvature, in millionths",
  txBytes: "the bytes of one rebalance's transaction",
  gasTargetPips: 'the share of the gas limit that leaves the base fee as it is, in millionths',
  baseFeeDenominator: "the denominator of the chain's fee rule; 0 if it has none",
  poolFeePips: "the pool's one-way fee in millionths",
  gasUnits: 'the gas of one rebalance',
  priorityFeePerGas: 'the tip in wei per unit of gas',
  epochSec: 'the control epoch in seconds',
  slippageCapPips: 'the largest price impact of one trade in millionths',
  inclusionBlocks: 'the number of blocks that a transaction may wait',
  executionDelaySec: 'the usual delay from decision to execution in seconds',
  viscosityE4: 'how fast cost rises when liquidity dries up, 10000 being 1',
  zE4: 'the confidence multiple of diffusion, 10000 being 1',
  zJumpE4: 'the confidence multiple of jumps, 10000 being 1',
}
