import { defaultNavUsd6, defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { evaluateScenario } from '../../backtest/evaluateScenario.ts'
import { findShock } from '../../backtest/findShock.ts'
import type { Core } from '../../core/index.ts'
import type { RecordedDay } from '../market/readDay.ts'

/** The shock of a part of a day, from its first minute to its end, unix seconds; undefined if there is none. */
export function findShockTime(
  core: Core,
  { scenario, from, to }: RecordedDay,
): { startAt: bigint; endAt: bigint } | undefined {
  const rows = evaluateScenario(core, scenario, defaultPolicy, defaultNavUsd6)
  const shown = rows.filter(({ at }) => at >= from && at <= to)
  const shock = findShock(scenario.minutes, shown)
  return shock && { startAt: shock.start.minuteAt, endAt: shock.allClear?.at ?? to }
}
