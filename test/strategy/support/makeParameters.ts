import type { Parameters } from '../../../core/index.ts'

/** A value in force, with what is given in its place. */
export function makeParameters(given: Partial<Parameters>): Parameters {
  return {
    aggressivenessPips: 100_000n,
    bandPips: 20_000n,
    maxTradeUsd: 15_000n,
    intervalSec: 3_600n,
    cppiMultiplierE3: 5_000n,
    guardPips: 100_000n,
    lotPips: 500n,
    returnPips: 10_000n,
    ...given,
  }
}
