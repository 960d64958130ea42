import type { Rule } from '../rule.ts'
import { tradeTowards } from './tradeTowards.ts'

const HOUR_SEC = 3_600
const DAY_SEC = 86_400

/** `offsetSec`: when the first one is, counted from 1970-01-01 00:00 UTC. */
const clocks = {
  '1h': { periodSec: HOUR_SEC, offsetSec: 0, words: 'every hour' },
  '4h': { periodSec: 4 * HOUR_SEC, offsetSec: 0, words: 'every 4 hours from 00:00 UTC on' },
  '1d': { periodSec: DAY_SEC, offsetSec: 8 * HOUR_SEC, words: 'every day at 08:00 UTC' },
  // 1970-01-01 was a Thursday.
  '7d': { periodSec: 7 * DAY_SEC, offsetSec: 8 * HOUR_SEC, words: 'every Thursday at 08:00 UTC' },
} as const

export type ClockPeriod = keyof typeof clocks

/**
 * Generation 2: trades to the target at fixed times. Decides at the first step at or after each of them, so that a market of coarser
 * steps trades at each of its steps. An order that waits for cheaper gas is decided anew until it fills.
 */
export function createClockRule(period: ClockPeriod): Rule {
  const { periodSec, offsetSec, words } = clocks[period]
  return {
    id: `clock-${period}`,
    title: `to the target ${words}`,
    kind: 'plain',
    decide(view) {
      const sinceSec = view.row.at - offsetSec
      const now = Math.floor(sinceSec / periodSec)
      const before = Math.floor((sinceSec - view.row.elapsedSec) / periodSec)
      return now === before && !view.isWaiting ? 0 : tradeTowards(view, 0, 0)
    },
  }
}
