import { formatMinute } from '../../market/formatMinute.ts'
import { fitFigure } from '../io/fitFigure.ts'

const DAY_SEC = 86_400n

/** A count, right-aligned like `fitFigure`. */
export function fitCount(count: number | bigint, width: number): string {
  return fitFigure(BigInt(count), 1, 0, width)
}

/** Gas price in gwei. Below 10 gwei, as on rollups, decimals are what matters. */
export function fitGwei(weiPerGas: bigint, width: number): string {
  return fitFigure(weiPerGas, 1e9, weiPerGas < 10_000_000_000n ? 3 : 0, width)
}

/**
 * From a share an epoch to percent a day, so that policies with different epochs compare. Without an epoch there is
 * no market yet, and nothing that trades.
 */
export function toPercentPerDay(aggressivenessPips: bigint, epochSec: bigint): number {
  if (epochSec === 0n) return 0
  return Number(aggressivenessPips * DAY_SEC) / (1e4 * Number(epochSec))
}

/** The same as text, right-aligned like `fitFigure`. */
export function fitPerDay(aggressivenessPips: bigint, epochSec: bigint, width: number): string {
  if (epochSec === 0n) return '-'.padStart(width)
  return fitFigure(aggressivenessPips * DAY_SEC, 1e4 * Number(epochSec), 2, width)
}

/** `21:48`, UTC. */
export function formatClock(at: bigint): string {
  return formatMinute(at).slice(-5)
}

/** The end of a time, which for a whole day is 24:00. */
export function formatEndClock(at: bigint): string {
  return at % DAY_SEC === 0n ? '24:00' : formatClock(at)
}

/** `2023-08-17`, UTC. */
export function formatDay(at: bigint): string {
  return formatMinute(at).slice(0, 10)
}
