import { MINUTE_SEC } from '../market/minute.ts'
import { type Averages, computeObservations } from '../market/observations.ts'
import type { Scenario } from '../market/scenarioTable.ts'

/**
 * The two long averages of a scenario at a time: what a market that is added then is voted to start from, so that it goes
 * on as the record does. In the scenario's first half hour they are those of its start.
 *
 * @param at - Unix seconds; minutes that end later do not count.
 */
export function findAverages({ minutes, warmUp }: Scenario, at: bigint): Averages {
  const before = minutes.filter(({ minuteAt }) => minuteAt + MINUTE_SEC <= at)
  // The portfolio makes no difference to them.
  const { observation = warmUp } = computeObservations(before, warmUp, 1n).at(-1) ?? {}
  const { depthRefUsd6, varianceWad } = observation
  return { depthRefUsd6, varianceWad }
}
