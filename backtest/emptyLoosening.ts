import type { Loosening } from '../core/index.ts'

/** Of a market that has never loosened. */
export const emptyLoosening: Loosening = {
  used: {
    aggressivenessPips: 0n,
    bandPips: 0n,
    maxTradeUsd: 0n,
    intervalSec: 0n,
    cppiMultiplierE3: 0n,
    guardPips: 0n,
    lotPips: 0n,
    returnPips: 0n,
  },
  lastAt: 0n,
}
