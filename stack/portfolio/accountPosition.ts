// What a position vault paid, and what risk it carried, over a replayed market (docs/backtest.md, "What is counted").
//
// Method:   the vault tells its net value, what it holds and what it wants after each block. Over the block that follows, with the
//           drift d = (held - target) / value, the value V and the log return r of the recorded price: risk gamma / 2 r^2 d^2 V.
// Domain:   samples in order of time, values above 0.
// Accuracy: test/stack/portfolio/accountPosition.test.ts.

import { computeRisk } from '../demo/accountVault.ts'

/** A vault after a block; dollars. Exposures are signed. */
export interface PositionSample {
  at: bigint
  /** Recorded price of the asset. */
  price: number
  value: number
  held: number
  target: number
}

export interface PositionAccountOptions {
  /** The first is where the account begins. */
  samples: readonly PositionSample[]
  /** Fees and impact of its acts, and what its keeper paid for gas, dollars. */
  cost: number
  gas: number
  /** gamma. */
  riskAversion: number
}

/** Dollars unless the name says otherwise. */
export interface PositionAccount {
  startValue: number
  endValue: number
  risk: number
  /** cost + gas + risk. */
  j: number
  /** Standard deviation over time, mean, and largest, of the drift; 1 = 100 % of the value. */
  trackingError: number
  meanDrift: number
  largestDrift: number
}

/** @throws RangeError without a sample. */
export function accountPosition(options: PositionAccountOptions): PositionAccount {
  const { samples, cost, gas, riskAversion } = options
  const [first] = samples
  if (first === undefined) throw new RangeError('an account needs a block to begin with')
  let risk = 0
  let driftSec = 0
  let driftSquareSec = 0
  let largestDrift = 0
  let before = first
  for (const sample of samples) {
    const drift = driftOf(before)
    const elapsedSec = Number(sample.at - before.at)
    const logReturn = Math.log(sample.price / before.price)
    risk += computeRisk(riskAversion, logReturn, drift, before.value)
    driftSec += drift * elapsedSec
    driftSquareSec += drift ** 2 * elapsedSec
    largestDrift = Math.max(largestDrift, Math.abs(driftOf(sample)))
    before = sample
  }
  const elapsedSec = Math.max(1, Number(before.at - first.at))
  const meanDrift = driftSec / elapsedSec
  return {
    startValue: first.value,
    endValue: before.value,
    risk,
    j: cost + gas + risk,
    trackingError: Math.sqrt(Math.max(0, driftSquareSec / elapsedSec - meanDrift ** 2)),
    meanDrift,
    largestDrift,
  }
}

function driftOf({ held, target, value }: PositionSample): number {
  return value > 0 ? (held - target) / value : 0
}
