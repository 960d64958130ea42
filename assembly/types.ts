// What crosses the core's border. Every class is a plain row of 64-bit lanes in linear memory, in
// the field order that holds everywhere; a pointer to such a row is the object.

/** One observation and one policy, units as their names say, domain in domain.ts. */
@unmanaged
export class ModelInput {
  baseFeePerGas: u64 = 0
  gasUsedRatioPips: u64 = 0
  nativePriceUsd6: u64 = 0
  depthUsd6: u64 = 0
  depthRefUsd6: u64 = 0
  varianceWad: u64 = 0
  navUsd6: u64 = 0
  dataFeeWei: u64 = 0
  // What the portfolio tells of itself; the policy's own curvature follows.
  toldCurvaturePips: u64 = 0
  horizonSec: u64 = 0
  riskAversionE4: u64 = 0
  curvaturePips: u64 = 0
  curvatureCapPips: u64 = 0
  poolFeePips: u64 = 0
  gasUnits: u64 = 0
  txBytes: u64 = 0
  priorityFeePerGas: u64 = 0
  epochSec: u64 = 0
  slippageCapPips: u64 = 0
  inclusionBlocks: u64 = 0
  gasTargetPips: u64 = 0
  baseFeeDenominator: u64 = 0
  executionDelaySec: u64 = 0
  viscosityE4: u64 = 0
  zE4: u64 = 0
  zJumpE4: u64 = 0
}

/** The eight parameters: a target, a value in force, a bound or a step, by context. */
@unmanaged
export class Parameters {
  aggressivenessPips: u64 = 0
  bandPips: u64 = 0
  maxTradeUsd: u64 = 0
  intervalSec: u64 = 0
  cppiMultiplierE3: u64 = 0
  guardPips: u64 = 0
  lotPips: u64 = 0
  returnPips: u64 = 0
}
