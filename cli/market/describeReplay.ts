import type { ScenarioRow } from '../../backtest/evaluateScenario.ts'
import type { Shock } from '../../backtest/findShock.ts'
import type { Policy } from '../../core/index.ts'
import type { Scenario } from '../../market/scenarioTable.ts'
import { formatScaled } from '../io/formatScaled.ts'

/** What `gimbal replay` shows. */
export interface Replay {
  scenario: Scenario
  /** Midnight, unix seconds. */
  dayAt: bigint
  policy: Policy
  /** At least one. */
  rows: readonly ScenarioRow[]
  shock: Shock | undefined
  /** Options with their values that say which record, portfolio and policy. */
  given: Readonly<Record<string, string>>
}

/** The findings of a replay in the order of time, each with or without its time of the day. */
export function describeReplay(replay: Replay): (readonly [time: string, text: string])[] {
  const { rows, dayAt, policy, shock } = replay
  if (shock === undefined) return [['', describeCalm(rows)]]
  const { start, peak, before, felt, slowest, widest } = shock
  const time = (at: bigint): string => formatTime(at, dayAt)
  const minutes = (peak.minuteAt - start.minuteAt) / 60n
  const percent = (pips: bigint): string => `${formatScaled(pips, 1e4, 2)} %`
  return [
    [
      time(start.minuteAt),
      `Gas rises from ${formatGwei(start.baseFeePerGas)} to ${formatGwei(peak.baseFeePerGas)} ` +
        `gwei within ${minutes} minutes. Within the hour ETH falls ` +
        `from $${formatScaled(shock.nativePriceUsd6.start, 1e6, 0)} to ` +
        `$${formatScaled(shock.nativePriceUsd6.lowest, 1e6, 0)}, depth from ` +
        `$${formatScaled(shock.depthUsd6.start, 1e12, 0)} M to ` +
        `$${formatScaled(shock.depthUsd6.lowest, 1e12, 0)} M.`,
    ],
    [
      time(felt.at),
      'The model reacts. Aggressiveness falls from ' +
        `${formatAggressiveness(before, policy)} to ${formatAggressiveness(slowest, policy)} % ` +
        `a day (${time(slowest.at)}), the band widens from ${percent(before.target.bandPips)} to ` +
        `${percent(widest.target.bandPips)} (${time(widest.at)}): trade less while trading is expensive. ` +
        'A trade that is made has to go further: the return line falls from ' +
        `${percent(before.target.returnPips)} to ${percent(widest.target.returnPips)}, the smallest trade ` +
        `rises from ${percent(before.target.lotPips)} to ${percent(widest.target.lotPips)} of the portfolio. ` +
        `The guard goes the other way, from ${percent(before.target.guardPips)} to ` +
        `${percent(slowest.target.guardPips)}: get out of danger earlier.`,
    ],
    describeEnd(replay, shock),
  ]
}

function describeEnd(
  { rows, dayAt, policy }: Replay,
  { allClear, before }: Shock,
): readonly [time: string, text: string] {
  const last = rows.at(-1) as ScenarioRow
  const clear = allClear
    ? 'Half of the widening is gone.'
    : 'More than half of the widening is still there.'
  return [
    formatTime((allClear ?? last).at, dayAt),
    `${clear} At ${formatTime(last.at, dayAt)} aggressiveness is ` +
      `${formatAggressiveness(last, policy)} % a day, ` +
      `with a volatility of ${formatVolatility(last)} % a year (before: ` +
      `${formatVolatility(before)} %): more risk, so drift is closed faster.`,
  ]
}

function describeCalm(rows: readonly ScenarioRow[]): string {
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

/** Time of the day on which the scenario lies; the end of the day is 24:00. */
export function formatTime(at: bigint, dayAt: bigint): string {
  const minutes = Number(at - dayAt) / 60
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60]
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function formatGwei(weiPerGas: bigint): string {
  return formatScaled(weiPerGas, 1e9, 0)
}

/** From a share an epoch to percent a day, so that policies with different epochs compare. */
function formatAggressiveness({ target }: ScenarioRow, { epochSec }: Policy): string {
  const perDay = (Number(target.aggressivenessPips) * 86_400) / Number(epochSec)
  return (perDay / 1e4).toFixed(2)
}

function formatVolatility({ observation }: ScenarioRow): string {
  return (Math.sqrt(Number(observation.varianceWad) / 1e18) * 100).toFixed(0)
}
