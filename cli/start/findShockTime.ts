import { createMarketPolicy } from '../../backtest/createMarketPolicy.ts'
import { defaultNavUsd6 } from '../../backtest/defaultPolicy.ts'
import { evaluateRecording } from '../../backtest/evaluateRecording.ts'
import { findShock } from '../../backtest/findShock.ts'
import type { Core } from '../../core/index.ts'
import type { RecordedDay } from '../market/readDay.ts'

/** The shock of a part of a day, from its first block to its end, unix seconds; undefined if there is none. */
export function findShockTime(
  core: Core,
  { recording, from, to }: RecordedDay,
): { startAt: bigint; endAt: bigint } | undefined {
  const rows = evaluateRecording(core, recording, createMarketPolicy(recording), defaultNavUsd6)
  const shown = rows.filter(({ at }) => at >= from && at <= to)
  const shock = findShock(recording, shown)
  return shock && { startAt: shock.start.at, endAt: shock.allClear?.at ?? to }
}
