import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { type Parameters, parameterMax } from '../../core/index.ts'

/** Numbers as a protocol sets them by hand, once: outside the band the whole way back to the target. */
export function createFixedVector(bandPips: bigint): Parameters {
  return {
    aggressivenessPips: 1_000_000n, // 100 %: all of the drift
    bandPips,
    maxTradeUsd: parameterMax.maxTradeUsd, // no limit
    intervalSec: defaultPolicy.epochSec,
    // A constant mix without debt reads neither.
    cppiMultiplierE3: 2_000n,
    guardPips: 200_000n,
    lotPips: 0n,
    returnPips: 0n, // to the target itself
  }
}
