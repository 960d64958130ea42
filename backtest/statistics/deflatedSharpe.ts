import { computeNormalQuantile, computeNormalShare } from './normal.ts'

/** Euler's constant. */
const GAMMA = 0.5772156649015329

/** Moments of a series of returns. */
export interface ReturnMoments {
  count: number
  /** Mean over standard deviation, per return. */
  sharpe: number
  skewness: number
  /** 3 for a normal distribution. */
  kurtosis: number
}

/** @returns undefined where all returns are the same. */
export function computeMoments(returns: readonly number[]): ReturnMoments | undefined {
  const count = returns.length
  const mean = returns.reduce((sum, value) => sum + value, 0) / count
  const moment = (power: number) =>
    returns.reduce((sum, value) => sum + raise(value - mean, power), 0) / count
  const deviation = Math.sqrt(moment(2))
  if (!(deviation > 0)) return undefined
  return {
    count,
    sharpe: mean / deviation,
    skewness: moment(3) / raise(deviation, 3),
    kurtosis: moment(4) / raise(deviation, 4),
  }
}

/**
 * The deflated Sharpe ratio (Bailey and Lopez de Prado 2014): the chance that a Sharpe ratio is above what the best of so many
 * trials would have by luck, given how long, skewed and fat-tailed its returns are.
 *
 * @param variance - Of the trials' Sharpe ratios, in the unit of `moments.sharpe`, squared.
 */
export function computeDeflatedSharpe(
  moments: ReturnMoments,
  trials: number,
  variance: number,
): number {
  const { count, sharpe, skewness, kurtosis } = moments
  const luck = trials > 1 ? Math.sqrt(variance) * computeExpectedMaximum(trials) : 0
  const spread = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe
  if (!(spread > 0)) return sharpe > luck ? 1 : 0
  return computeNormalShare(((sharpe - luck) * Math.sqrt(count - 1)) / Math.sqrt(spread))
}

/** Of so many standard normal draws, their approximation. */
export function computeExpectedMaximum(trials: number): number {
  return (
    (1 - GAMMA) * computeNormalQuantile(1 - 1 / trials) +
    GAMMA * computeNormalQuantile(1 - 1 / (trials * Math.E))
  )
}

function raise(value: number, power: number): number {
  let result = 1
  for (let index = 0; index < power; index++) result *= value
  return result
}
