import type { FillSettings } from '../settings.ts'

/** Another assumption, under which the ranking of the rules may be another one. */
export interface Variation {
  /** `refill x0.2`. */
  name: string
  fill: FillSettings
}

const WHOLE_PIPS = 1_000_000

/** The assumptions that nobody knows for sure (docs/backtest.md), each changed alone. */
export function createVariations(fill: FillSettings): Variation[] {
  const vary = (name: string, changed: Partial<FillSettings>) => ({
    name,
    fill: { ...fill, ...changed },
  })
  const { refillPips, latencyBlocks, feePips, perp, riskAversionE4 } = fill
  const refill = (times: number) => Math.min(WHOLE_PIPS, Math.round(refillPips * times))
  const double = (pips: number) => Math.min(WHOLE_PIPS, pips * 2)
  return [
    vary('refill x0.2', { refillPips: refill(0.2) }),
    vary('refill x5', { refillPips: refill(5) }),
    vary('latency x5', { latencyBlocks: latencyBlocks * 5 }),
    vary('fee x2', {
      feePips: double(feePips),
      perp: perp && { ...perp, feePips: double(perp.feePips) },
    }),
    vary('gamma x0.5', { riskAversionE4: Math.round(riskAversionE4 / 2) }),
    vary('gamma x2', { riskAversionE4: riskAversionE4 * 2 }),
  ]
}
