import type { ReplayRow } from '../../backtest/evaluateRecording.ts'
import type { Shock } from '../../backtest/findShock.ts'
import type { Policy } from '../../core/index.ts'
import type { Recording } from '../../market/recording.ts'
import { maxOf, minOf } from '../../observation/integerMath.ts'
import { formatScaled } from '../io/formatScaled.ts'

/** What `gimbal replay` shows. */
export interface Replay {
  recording: Recording
  /** Midnight of the first day, unix seconds. */
  dayAt: bigint
  policy: Policy
  /** At least one. */
  rows: readonly ReplayRow[]
  shock: Shock | undefined
  /** Options with their values that say which record, portfolio and policy. */
  given: Readonly<Record<string, string>>
}

/** The findings of a replay in the order of time, each with or without its time of the day. */
export function describeReplay(replay: Replay): (readonly [time: string, text: string])[] {
  const { rows, dayAt, policy, shock } = replay
  const course: readonly [string, string] = ['', describeCourse(replay)]
  if (shock === undefined) return [course, ['', describeCalm(rows)]]
  const { start, peak, before, felt, slowest, widest } = shock
  const time = (at: bigint): string => formatTime(at, dayAt)
  const minutes = (peak.at - start.at + 30n) / 60n
  const { asset } = replay.recording.venue
  const percent = (pips: bigint): string => `${formatScaled(pips, 1e4, 2)} %`
  return [
    course,
    [
      time(start.at),
      `Gas rises from ${formatGwei(start.baseFeePerGas)} to ${formatGwei(peak.baseFeePerGas)} ` +
        `gwei within ${minutes} minutes. Within the hour from then on ${asset} goes down ` +
        `from $${formatScaled(shock.assetPriceUsd6.start, 1e6, 0)} to ` +
        `$${formatScaled(shock.assetPriceUsd6.lowest, 1e6, 0)}, depth from ` +
        `$${formatScaled(shock.depthUsd6.start, 1e12, 0)} M to ` +
        `$${formatScaled(shock.depthUsd6.lowest, 1e12, 0)} M.`,
    ],
    [
      time(felt.at),
      'The model reacts. Aggressiveness falls from ' +
        `${formatAggressiveness(before, policy)} to ${formatAggressiveness(slowest, policy)} % ` +
        `a day (${time(slowest.at)}), the band widens from ${percent(before.target.bandPips)} to ` +
        `${percent(widest.target.bandPips)} (${time(widest.at)}): trade less while trading is expensive. ` +
        `The return line goes from ${percent(before.target.returnPips)} to ${percent(widest.target.returnPips)}, the smallest ` +
        `trade from ${percent(before.target.lotPips)} to ${percent(widest.target.lotPips)} of the portfolio. ` +
        describeGuard(percent(before.target.guardPips), percent(slowest.target.guardPips)),
    ],
    describeEnd(replay, shock),
  ]
}

function describeGuard(before: string, after: string): string {
  if (before === after) return `The guard stays at ${before}.`
  return `The guard goes from ${before} to ${after}: get out of danger earlier.`
}

function describeEnd(
  { rows, dayAt, policy }: Replay,
  { allClear, before }: Shock,
): readonly [time: string, text: string] {
  const last = rows.at(-1) as ReplayRow
  const isRiskier = last.observation.varianceWad > before.observation.varianceWad
  const clear = allClear
    ? 'Half of the widening is gone.'
    : 'More than half of the widening is still there.'
  return [
    formatTime((allClear ?? last).at, dayAt),
    `${clear} At ${formatTime(last.at, dayAt)} aggressiveness is ` +
      `${formatAggressiveness(last, policy)} % a day, ` +
      `with a volatility of ${formatVolatility(last)} % a year (before: ` +
      `${formatVolatility(before)} %)${isRiskier ? ': more risk, so drift is closed faster' : ''}.`,
  ]
}

function describeCalm(rows: readonly ReplayRow[]): string {
  const range = (values: bigint[], format: (value: bigint) => string): string => {
    const sorted = values.toSorted((a, b) => (a < b ? -1 : 1))
    return `${format(sorted[0] as bigint)} to ${format(sorted.at(-1) as bigint)}`
  }
  const gas = range(
    rows.map(({ observation }) => observation.baseFeePerGas),
    formatGwei,
  )
  const band = range(
    rows.map(({ target }) => target.bandPips),
    (pips) => formatScaled(pips, 1e4, 2),
  )
  return `No shock in this time: gas stays at ${gas} gwei, the band at ${band} %.`
}

/** The whole time shown in one sentence. */
function describeCourse({ rows, recording, dayAt }: Replay): string {
  const [first, last] = [rows[0], rows.at(-1)] as [ReplayRow, ReplayRow]
  const blocks = recording.blocks.filter(({ at }) => at >= first.at && at <= last.at)
  const fees = blocks.map(({ baseFeePerGas }) => baseFeePerGas)
  const depths = rows.map(({ observation }) => observation.depthUsd6)
  const range = (values: readonly bigint[], format: (value: bigint) => string) => {
    const [start] = values as [bigint]
    return `${format(values.reduce(minOf, start))} to ${format(values.reduce(maxOf, start))}`
  }
  return (
    `From ${formatTime(first.at, dayAt)} to ${formatTime(last.at, dayAt)} the gas price of the blocks goes from ` +
    `${range(fees.length === 0 ? [0n] : fees, formatGwei)} gwei, the observed depth from ` +
    `$${range(depths, (usd6) => formatScaled(usd6, 1e12, 0))} M.`
  )
}

/** Time of the market's first day; its end is 24:00, and a later day begins with +1. */
export function formatTime(at: bigint, dayAt: bigint): string {
  const minutes = Number((at - dayAt) / 60n)
  const [day, hour, minute] = [
    Math.floor((minutes - 1) / 1_440),
    Math.floor(minutes / 60),
    minutes % 60,
  ]
  if (day > 0) return `+${day} ${formatTime(at - BigInt(day) * 86_400n, dayAt)}`
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function formatGwei(weiPerGas: bigint): string {
  return formatScaled(weiPerGas, 1e9, 0)
}

/** From a share an epoch to percent a day, so that policies with different epochs compare. */
function formatAggressiveness({ target }: ReplayRow, { epochSec }: Policy): string {
  const perDay = (Number(target.aggressivenessPips) * 86_400) / Number(epochSec)
  return (perDay / 1e4).toFixed(2)
}

function formatVolatility({ observation }: ReplayRow): string {
  return (Math.sqrt(Number(observation.varianceWad) / 1e18) * 100).toFixed(0)
}
