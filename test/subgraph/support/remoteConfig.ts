// What voters could have set for a market on a chain away.

import { type Parameters, parameterFields } from '../../../core/index.ts'
import { fallback, vector } from './marketConfig.ts'

// Of ParametersPacking.
const widths = [20n, 20n, 40n, 32n, 16n, 22n, 20n, 20n]

const pack = (values: Parameters): bigint => {
  let shift = 0n
  return parameterFields.reduce((word, field, index) => {
    const next = word | (values[field] << shift)
    shift += widths[index] ?? 0n
    return next
  }, 0n)
}

/** The fallback as a word has it, and the same with another band. */
export const packed = pack(fallback)
export const packedOther = pack(
  vector(parameterFields.map((field) => (field === 'bandPips' ? 31_000n : fallback[field]))),
)

const wide = vector(Array(8).fill(60_000n))
const none = vector(Array(8).fill(0n))

/** A RemoteConfig. */
export function createRemoteConfig(maxAgeSec: number) {
  return {
    bounds: {
      min: none,
      max: wide,
      stepUp: wide,
      stepDown: wide,
      budget: wide,
      budgetWindowSec: 86_400n,
      cooldownSec: 0n,
    },
    fallbackVector: fallback,
    epochSec: 600,
    maxAgeSec,
    messageAgeSec: 900,
  }
}
