import type { Policy } from '../core/index.ts'

/**
 * A policy to start from for ether in Uniswap's 0.3 % pool of USDC and WETH on Ethereum: what `gimbal replay`, the local stack and
 * `npm start` use. It is an example, not advice; docs/model.md explains each field.
 *
 * Every figure has a reason that can be known before the recorded day of 2022-05-12, and none was moved after looking at
 * how a vault fares on that day. A test of a policy on other days is what `gimbal backtest` is for.
 */
export const defaultPolicy: Readonly<Policy> = {
  // gamma 50, the higher of the two values of docs/model.md ("Whether it pays"). At a volatility of
  // 80 % a year, to stand 1 % off target for a year then counts as 0.16 % of the portfolio (gamma / 2 * 0.01^2 * 0.8^2). With
  // a calm gas price of 30 gwei and the usual depth a vault of $10,000,000 gets a band of 2.2 % for it.
  riskAversionE4: 500_000n,
  // pi (1 - pi) of a constant mix of half dollars, half ether: 0.25.
  curvaturePips: 250_000n,
  // 1: four times that; the most of a portfolio that tells.
  curvatureCapPips: 1_000_000n,
  // 0.3 %: the fee of the pool, which held most of the pair's liquidity in 2022.
  poolFeePips: 3_000n,
  // A vault's bookkeeping and one swap took 140,000 to 180,000 (docs/benchmarks.md), and there should be some margin.
  gasUnits: 200_000n,
  // No rollup, no data fee.
  txBytes: 0n,
  // 1 gwei: recorded base fees contain no tip.
  priorityFeePerGas: 1_000_000_000n,
  // 10 minutes: five segments of measurement.
  epochSec: 600n,
  // 0.5 %: above it, a trade costs more by its impact than by the pool's fee, and two smaller ones are better.
  slippageCapPips: 5_000n,
  // 6 blocks of some 13 s: a transaction may wait for a minute or so.
  inclusionBlocks: 6n,
  // 50 % and 8: Ethereum's fee rule (EIP-1559).
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
