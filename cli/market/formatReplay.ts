import Table from 'cli-table3'
import type { ScenarioRow } from '../../backtest/evaluateScenario.ts'
import type { Shock } from '../../backtest/findShock.ts'
import { type Policy, showText, wrapText } from '../../core/index.ts'
import type { Scenario } from '../../market/scenarioTable.ts'
import { maxOf, minOf } from '../../observation/integerMath.ts'
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
}

const columns: readonly [title: string, format: (row: ScenarioRow, replay: Replay) => string][] = [
  ['time\nUTC', ({ at }, { dayAt }) => formatTime(at, dayAt)],
  ['gas\ngwei', ({ observation }) => formatGwei(observation.baseFeePerGas)],
  ['ETH\n$', ({ observation }) => formatScaled(observation.nativePriceUsd6, 1e6, 0)],
  ['depth\n$M', ({ observation }) => formatScaled(observation.depthUsd6, 1e12, 1)],
  ['aggressive-\nness %/day', (row, { policy }) => formatAggressiveness(row, policy)],
  ['band\n+- %', ({ target }) => formatScaled(target.bandPips, 1e4, 2)],
  ['max trade\n$k', ({ target }) => formatScaled(target.maxTradeUsd6, 1e9, 0)],
  ['interval\ndays', ({ target }) => formatScaled(target.minIntervalSec, 86_400, 1)],
  ['CPPI\nx', ({ target }) => formatScaled(target.cppiMultiplierE3, 1e3, 1)],
  ['guard\n%', ({ target }) => formatScaled(target.guardPips, 1e4, 2)],
]

/**
 * The replay as text for people, at most 90 characters wide: a heading, the table, and what it
 * shows.
 */
export function formatReplay(replay: Replay): string {
  const { scenario, policy, rows } = replay
  const table = new Table({
    head: columns.map(([title]) => title),
    colAligns: columns.map(() => 'right' as const),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 2 },
    chars: { ...noBorders, mid: '' },
  })
  table.push(...rows.map((row) => columns.map(([, format]) => format(row, replay))))
  const nav = formatScaled(rows[0]?.observation.navUsd6 ?? 0n, 1e6, 0)
  const weight = formatScaled(policy.targetWeightPips, 1e4, 0)
  return [
    `${scenario.day}: ${showText(scenario.source)}`,
    `A portfolio of $${nav}, ${weight} % in ether, which also pays the gas. Gas, ETH, depth: the more`,
    'cautious median of 6 and 30 minutes. Aggressiveness: the share of the drift that is closed.',
    ...describeHistory(scenario),
    '',
    table.toString().replaceAll(/ +$/gm, ''),
    '',
    ...describe(replay),
    '',
    'Try next:',
    ...suggest(replay).map((args) => `  npm run -s gimbal -- replay ${args}`),
    '',
  ].join('\n')
}

/** What the two long averages begin with: `npm start`, whose index begins with none, tells other figures. */
function describeHistory({ warmUp, warmUpRecord }: Scenario): string[] {
  const depth = formatScaled(warmUp.depthRefUsd6, 1e12, 0)
  const text =
    `History: usual depth ($${depth} M) and volatility (${formatVolatility(warmUp)} %) begin with those of ` +
    `${showText(warmUpRecord)}. The index of \`npm start\` begins without any, so its figures differ.`
  return wrapText(text, 90)
}

function suggest({ shock, dayAt }: Replay): string[] {
  const closer =
    shock && `--from ${closerTime(shock, dayAt, -10n)} --to ${closerTime(shock, dayAt, 50n)}`
  return [
    ...(closer ? [`${closer} --every 2m`] : []),
    '--nav 1000000   (gas weighs ten times as much)',
    '--policy FILE   (with { "viscosityE4": "0" }: thin is not dear)',
  ]
}

/** A time so many minutes from the shock's start, rounded down to ten minutes, within the day. */
function closerTime(shock: Shock, dayAt: bigint, minutes: bigint): string {
  const offset = shock.start.minuteAt - dayAt + minutes * 60n
  const rounded = offset - (offset % 600n)
  return formatTime(dayAt + maxOf(0n, minOf(rounded, 86_400n)), dayAt)
}

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
}

function describe(replay: Replay): string[] {
  const { rows, dayAt, policy, shock } = replay
  if (shock === undefined) return describeCalm(rows)
  const { start, peak, before, felt, slowest, widest } = shock
  const time = (at: bigint): string => formatTime(at, dayAt)
  const minutes = (peak.minuteAt - start.minuteAt) / 60n
  const percent = (pips: bigint): string => `${formatScaled(pips, 1e4, 2)} %`
  return [
    `${time(start.minuteAt)}  Gas rises from ${formatGwei(start.baseFeePerGas)} to ` +
      `${formatGwei(peak.baseFeePerGas)} gwei within ${minutes} minutes. Within the hour ETH falls`,
    `       from $${formatScaled(shock.nativePriceUsd6.start, 1e6, 0)} to ` +
      `$${formatScaled(shock.nativePriceUsd6.lowest, 1e6, 0)}, depth from ` +
      `$${formatScaled(shock.depthUsd6.start, 1e12, 0)} M to ` +
      `$${formatScaled(shock.depthUsd6.lowest, 1e12, 0)} M.`,
    `${time(felt.at)}  The model has felt it. Aggressiveness falls from ` +
      `${formatAggressiveness(before, policy)} to ${formatAggressiveness(slowest, policy)} % ` +
      `a day (${time(slowest.at)}),`,
    `       the band widens from ${percent(before.target.bandPips)} to ` +
      `${percent(widest.target.bandPips)} (${time(widest.at)}): trade less while it is dear.`,
    `       The guard goes the other way, from ${percent(before.target.guardPips)} to ` +
      `${percent(slowest.target.guardPips)}: get out of danger earlier.`,
    ...describeEnd(replay, shock),
  ]
}

function describeEnd({ rows, dayAt, policy }: Replay, { allClear, before }: Shock): string[] {
  const last = rows.at(-1) as ScenarioRow
  const clear = allClear
    ? `${formatTime(allClear.at, dayAt)}  Half of the widening is gone.`
    : `${formatTime(last.at, dayAt)}  More than half of the widening is still there.`
  return [
    `${clear} At ${formatTime(last.at, dayAt)} aggressiveness is ` +
      `${formatAggressiveness(last, policy)} % a day,`,
    `       with a volatility of ${formatVolatility(last.observation)} % a year (before: ` +
      `${formatVolatility(before.observation)} %): more risk, less patience.`,
  ]
}

function describeCalm(rows: readonly ScenarioRow[]): string[] {
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
  return [`No shock in this time: gas stays at ${gas} gwei, the band at ${band} %.`]
}

/** Time of the day on which the scenario lies; the end of the day is 24:00. */
function formatTime(at: bigint, dayAt: bigint): string {
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

function formatVolatility({ varianceWad }: { varianceWad: bigint }): string {
  return (Math.sqrt(Number(varianceWad) / 1e18) * 100).toFixed(0)
}
