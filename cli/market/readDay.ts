import { fileURLToPath } from 'node:url'
import { findStart } from '../../backtest/findStart.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import { readScenario, type Scenario } from '../../market/scenarioTable.ts'
import type { SourceStart } from '../../market/segments.ts'
import { UsageError } from '../program/errors.ts'
import { readTimeOfDay } from '../program/readOptions.ts'

/** The recorded day that comes with the project. */
export const shippedScenario = fileURLToPath(
  new URL('../../market/polygon-2023-08-17.csv', import.meta.url),
)

/** A part of a recorded day, and what there is as it begins: the pool, the averages. Times are unix seconds. */
export interface RecordedDay {
  scenario: Scenario
  from: bigint
  to: bigint
  pool: { tick: bigint; liquidity: bigint }
  start: SourceStart
}

/**
 * Reads a part of a scenario.
 *
 * @param file - A file, or `default` for the shipped day.
 * @param from - `HH:MM` of its day; its first minute without it.
 * @param to - Likewise; not included.
 * @throws UsageError if it does not have these minutes.
 */
export function readDay(
  file: string,
  from: string | undefined,
  to: string | undefined,
): RecordedDay {
  const scenario = readScenario(file === 'default' ? shippedScenario : file)
  const dayAt = BigInt(Date.parse(`${scenario.day}T00:00:00Z`) / 1_000)
  const firstAt = scenario.minutes[0]?.minuteAt ?? 0n
  const endAt = (scenario.minutes.at(-1)?.minuteAt ?? 0n) + 60n
  const fromAt = from === undefined ? firstAt : dayAt + readTimeOfDay('from', from)
  const toAt = to === undefined ? endAt : dayAt + readTimeOfDay('to', to)
  const first = scenario.minutes.find(({ minuteAt }) => minuteAt === fromAt)
  if (first === undefined || fromAt >= toAt) {
    throw new UsageError(
      `the scenario goes from ${formatMinute(firstAt)} to ${formatMinute(endAt)}; give a time in it`,
    )
  }
  // A pool without liquidity has no trades; the first minute changes it to what it needs.
  const liquidity = first.liquidity === 0n ? 1n : first.liquidity
  const pool = { tick: first.openTick, liquidity }
  return { scenario, from: fromAt, to: toAt, pool, start: findStart(scenario, fromAt) }
}
