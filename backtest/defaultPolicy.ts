import type { Policy } from '../core/index.ts'

/**
 * A policy to start from for USDC/WETH in Uniswap's 0.05 % pool: what `gimbal replay` uses. It is
 * an example that gives sensible figures on the recorded day, not advice; docs/model.md explains
 * each field.
 */
export const defaultPolicy: Readonly<Policy> = {
  // gamma 100: to stand 1 % off target counts as 0.011 % a year, when volatility is 15 %.
  riskAversionE4: 1_000_000n,
  // 50 %: half dollars, half ether.
  targetWeightPips: 500_000n,
  // 0.05 %: the fee of the recorded pool.
  poolFeePips: 500n,
  // A vault's bookkeeping and one swap.
  gasUnits: 300_000n,
  // 1 gwei: the recorded gas price contains a tip already, so this adds next to nothing.
  priorityFeePerGas: 1_000_000_000n,
  // 10 minutes: five segments of measurement.
  epochSec: 600n,
  // 0.5 %: ten times the pool's fee.
  slippageCapPips: 5_000n,
  // 6 blocks of 12 s: a transaction may wait for a minute or so.
  inclusionBlocks: 6n,
  // One minute from decision to execution.
  executionDelaySec: 60n,
  // kappa 0.5: when depth is a third of its usual, trading counts as twice as dear.
  viscosityE4: 5_000n,
  // z 3: moves of up to three standard deviations.
  zE4: 30_000n,
}

/** $10,000,000: the portfolio of a replay where none is given. */
export const defaultNavUsd6 = 10_000_000_000_000n
