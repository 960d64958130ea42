import type { Policy } from '../../../core/index.ts'

/** A constant mix of half and half on Ethereum; `change` makes some of it different. */
export function createPolicy(change: Partial<Policy> = {}): Policy {
  return {
    riskAversionE4: 50_000n,
    curvaturePips: 250_000n,
    curvatureCapPips: 1_000_000n,
    poolFeePips: 500n,
    gasUnits: 200_000n,
    txBytes: 500n,
    priorityFeePerGas: 1_000_000_000n,
    epochSec: 600n,
    slippageCapPips: 5_000n,
    inclusionBlocks: 5n,
    gasTargetPips: 500_000n,
    baseFeeDenominator: 8n,
    executionDelaySec: 60n,
    viscosityE4: 10_000n,
    zE4: 41_000n,
    zJumpE4: 38_000n,
    ...change,
  }
}
