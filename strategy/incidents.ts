import type { Incidents } from './portfolio.ts'

/** Nothing has happened yet. */
export function noIncidents(): Incidents {
  return { liquidations: 0, topUps: 0, floorBreaches: 0, worstBreachPips: 0 }
}
