import type { Policy } from '../core/index.ts'
import { type Core, type Observation, OutOfDomainError, type Parameters } from '../core/index.ts'
import { computeObservations } from '../market/observations.ts'
import type { Scenario } from '../market/scenarioTable.ts'

/** What the model says at the end of one segment. */
export interface ScenarioRow {
  /** Unix seconds; the scenario's offset modulo 120. */
  at: bigint
  observation: Observation
  target: Parameters
}

/**
 * The model over a whole scenario, one row a segment, from the fifteenth on.
 *
 * @throws OutOfDomainError for the first field of the policy or of an observation that the core
 * refuses.
 */
export function evaluateScenario(
  core: Core,
  scenario: Scenario,
  policy: Policy,
  navUsd6: bigint,
): ScenarioRow[] {
  const observations = computeObservations(scenario.minutes, scenario.start, navUsd6)
  const targets = core.evaluateBatch(
    observations.map(({ observation }) => ({ observation, policy })),
  )
  return observations.map(({ at, observation }, index) => {
    const target = targets[index] as Parameters | OutOfDomainError
    if (target instanceof OutOfDomainError) throw target
    return { at, observation, target }
  })
}
