// How full the blocks of a recorded minute were. A record of the gas price does not contain it: it is inferred, as the
// share that makes EIP-1559 move the price as it moved.

import { floorRoot, maxOf, minOf } from '../observation/integerMath.ts'
import { MINUTE_SEC, type Minute } from './minute.ts'

/** Blocks of 12 s in a minute; each moves the price by at most an eighth. Source: EIP-1559. */
export const BLOCKS_PER_MINUTE = 5n
const GROWTH_SCALE = 10n ** 9n
const HALF_PIPS = 500_000n
const FULL_PIPS = 1_000_000n

/**
 * Solves price = before * (1 + (2 u - 1) / 8)^blocks for u, held within 0 and 1; 1e6 = 1, rounded down. Half, the
 * target of EIP-1559, for a minute that follows no other.
 */
export function inferGasUsed(before: Minute | undefined, minute: Minute): bigint {
  if (before?.minuteAt !== minute.minuteAt - MINUTE_SEC) return HALF_PIPS
  const scale = GROWTH_SCALE ** BLOCKS_PER_MINUTE
  const growth = floorRoot((minute.baseFeePerGas * scale) / before.baseFeePerGas, BLOCKS_PER_MINUTE)
  // u = 1/2 + 4 (growth - 1)
  const ratio = (4n * FULL_PIPS * growth) / GROWTH_SCALE - 4n * FULL_PIPS + HALF_PIPS
  return minOf(maxOf(ratio, 0n), FULL_PIPS)
}
