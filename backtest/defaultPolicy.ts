import type { Policy } from '../core/index.ts'

/**
 * A policy to start from for USDC/WETH in Uniswap's 0.05 % pool: what `gimbal replay` and the local stack use. It is an
 * example that gives sensible figures on the recorded day, not advice; docs/model.md explains each field.
 *
 * The recorded gas prices are Polygon's, but the fee rule is Ethereum's: the local chain makes its blocks by that rule.
 * On Polygon itself the target is 65 % and the denominator 64.
 */
export const defaultPolicy: Readonly<Policy> = {
  // gamma 100: to stand 1 % off target counts as 0.011 % a year, when volatility is 15 %.
  riskAversionE4: 1_000_000n,
  // pi (1 - pi) of a constant mix of half dollars, half ether: 0.25.
  curvaturePips: 250_000n,
  // 1: four times that; the most of a portfolio that tells.
  curvatureCapPips: 1_000_000n,
  // 0.05 %: the fee of the recorded pool.
  poolFeePips: 500n,
  // A vault's bookkeeping and one swap.
  gasUnits: 300_000n,
  // No rollup, no data fee.
  txBytes: 0n,
  // 1 gwei: the recorded gas price contains a tip already, so this adds next to nothing.
  priorityFeePerGas: 1_000_000_000n,
  // 10 minutes: five segments of measurement.
  epochSec: 600n,
  // 0.5 %: ten times the pool's fee.
  slippageCapPips: 5_000n,
  // 6 blocks of 12 s: a transaction may wait for a minute or so.
  inclusionBlocks: 6n,
  // 50 % and 8: Ethereum's fee rule.
  gasTargetPips: 500_000n,
  baseFeeDenominator: 8n,
  // One minute from decision to execution.
  executionDelaySec: 60n,
  // kappa 0.5: when depth is a third of its usual, trading counts as twice as dear.
  viscosityE4: 5_000n,
  // z 2.1 and 1.6: moves that hourly ether made about once a month.
  zE4: 21_000n,
  zJumpE4: 16_000n,
}

/** 50 %: the share of ether that the vaults of the local stack keep. Its curvature is the policy's. */
export const defaultWeightPips = 500_000n

/** $10,000,000: the portfolio of a replay where none is given. */
export const defaultNavUsd6 = 10_000_000_000_000n
