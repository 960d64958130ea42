import type { View } from '../../../strategy/rule.ts'
import { makeRow } from './makeRow.ts'

/** A portfolio of $1M at $1,000 an hour after its start, with what is given in its place. `drift` follows exposure and target. */
export function makeView(given: Partial<View> = {}): View {
  const row = given.row ?? makeRow()
  const navUsd6 = given.navUsd6 ?? 1e12
  const targetUsd6 = given.targetUsd6 ?? navUsd6 / 2
  const exposureUsd6 = given.exposureUsd6 ?? targetUsd6 + (given.drift ?? 0) * navUsd6
  return {
    row,
    navUsd6,
    exposureUsd6,
    targetUsd6,
    drift: (exposureUsd6 - targetUsd6) / navUsd6,
    curvature: 0.25,
    horizonSec: 0,
    tradedAt: row.at - 3_600,
    openedAt: row.at - 3_600,
    isWaiting: false,
    parameters: undefined,
    epochSec: 600,
    ...given,
  }
}
