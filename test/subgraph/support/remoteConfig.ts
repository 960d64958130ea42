// What voters could have set for a market on a chain away.

import { packVector, parameterFields } from '../../../core/index.ts'
import { fallback, vector } from './marketConfig.ts'

/** The fallback as a word has it, and the same with another band. */
export const packed = packVector(fallback)
export const packedOther = packVector(
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
