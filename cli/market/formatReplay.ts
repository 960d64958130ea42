import Table from 'cli-table3'
import type { ReplayRow } from '../../backtest/evaluateRecording.ts'
import type { Shock } from '../../backtest/findShock.ts'
import { showText } from '../../core/index.ts'
import type { Recording } from '../../market/recording.ts'
import { maxOf, minOf } from '../../observation/integerMath.ts'
import { fitFigure } from '../io/fitFigure.ts'
import { formatScaled } from '../io/formatScaled.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { typeCommand, wrapCommand } from '../program/typedCommand.ts'
import { describeReplay, formatTime, type Replay } from './describeReplay.ts'

/** With a blank between two of them the widths add up to 79, whatever the figures are. */
const columns: readonly [
  title: string,
  width: number,
  format: (row: ReplayRow, width: number, replay: Replay) => string,
][] = [
  ['time\nUTC', 5, ({ at }, _, { dayAt }) => formatTime(at, dayAt)],
  ['gas\ngwei', 6, ({ observation }, width) => fitFigure(observation.baseFeePerGas, 1e9, 0, width)],
  ['ASSET\n$', 5, ({ assetPriceUsd6 }, width) => fitFigure(assetPriceUsd6, 1e6, 0, width)],
  ['depth\n$M', 5, ({ observation }, width) => fitFigure(observation.depthUsd6, 1e12, 1, width)],
  [
    'aggres-\nsive-\nness\n%/day',
    7,
    ({ target }, width, { policy }) =>
      fitFigure(target.aggressivenessPips * 86_400n, 1e4 * Number(policy.epochSec), 2, width),
  ],
  ['band\n+- %', 6, ({ target }, width) => fitFigure(target.bandPips, 1e4, 2, width)],
  ['return\n+- %', 6, ({ target }, width) => fitFigure(target.returnPips, 1e4, 2, width)],
  ['lot\n%', 6, ({ target }, width) => fitFigure(target.lotPips, 1e4, 2, width)],
  ['max\ntrade\n$k', 6, ({ target }, width) => fitFigure(target.maxTradeUsd, 1e3, 0, width)],
  ['inter-\nval\ndays', 6, ({ target }, width) => fitFigure(target.intervalSec, 86_400, 1, width)],
  ['CPPI\nx', 5, ({ target }, width) => fitFigure(target.cppiMultiplierE3, 1e3, 1, width)],
  ['guard\n%', 5, ({ target }, width) => fitFigure(target.guardPips, 1e4, 2, width)],
]

/** The replay as text for people, at most `width` columns wide: a heading, the table, and what it shows. Width: at least 80. */
export function formatReplay(replay: Replay, width: number): string {
  const { recording, policy, rows } = replay
  const table = new Table({
    head: columns.map(([title]) => title.replace('ASSET', showText(recording.venue.asset))),
    colWidths: columns.map(([, size]) => size + 1),
    colAligns: columns.map(() => 'right' as const),
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 1 },
    chars: { ...noBorders, mid: '' },
  })
  table.push(
    ...rows.map((row) => columns.map(([, size, format]) => format(row, size, replay).trim())),
  )
  const nav = formatScaled(rows[0]?.observation.navUsd6 ?? 0n, 1e6, 0)
  const curvature = formatScaled(policy.curvaturePips, 1e6, 2)
  return [
    ...wrapWords(`${showText(recording.title)}. Source: ${showText(recording.source)}`, width),
    ...wrapWords(
      `A portfolio of $${nav} with a curvature of ${curvature}; ${describeGas(recording)} Gas, ${showText(recording.venue.asset)}, depth: the more ` +
        'cautious median of 6 and 30 minutes. It trades when the drift leaves the band, and comes back to the return ' +
        'line; aggressiveness is the share of the way that is closed.',
      width,
    ),
    ...wrapWords(describeHistory(recording), width),
    '',
    table.toString().replaceAll(/ +$/gm, ''),
    '',
    ...describeReplay(replay).flatMap(formatEvent(width)),
    '',
    'Try next:',
    ...suggest(replay).flatMap((line) => wrapCommand(line, width)),
    '',
  ].join('\n')
}

function formatEvent(width: number) {
  return ([time, text]: readonly [string, string]): string[] => {
    if (time === '') return wrapWords(text, width)
    const lines = wrapWords(text, width - 7)
    return lines.map((line, index) => `${(index === 0 ? time : '').padEnd(7)}${line}`)
  }
}

/** In which coin gas is paid, and what a coin that is not the asset is taken to be worth. */
function describeGas({ chain, venue }: Recording): string {
  const coin = showText(chain.nativeCoin)
  if (chain.nativePriceUsd6 === undefined)
    return `gas is paid in ${coin}, which ${showText(venue.asset)} stands for.`
  const price = formatScaled(BigInt(chain.nativePriceUsd6), 1e6, 2)
  return `gas is paid in ${coin}, at an assumed $${price}.`
}

/** The start of the two long averages. The market of `npm start` is voted to start from the same. */
function describeHistory({ start, startMadeOf }: Recording): string {
  const depth = formatScaled(start.startDepthRefUsd6, 1e12, 0)
  const volatility = (Math.sqrt(Number(start.startVarianceWad) / 1e18) * 100).toFixed(0)
  return (
    `History: usual depth begins at $${depth} M and volatility at ${volatility} %. Made of: ` +
    `${showText(startMadeOf)}`
  )
}

/** A closer look, a portfolio on which gas weighs ten times as much, and a policy to which thin is not dear. */
function suggest({ shock, dayAt, given }: Replay): string[] {
  const closer = shock && {
    from: closerTime(shock, dayAt, -10n),
    to: closerTime(shock, dayAt, 50n),
    every: '2m',
  }
  return [
    ...(closer ? [closer] : []),
    { nav: '1000000' },
    { policy: 'docs/examples/thin-is-not-dear.yaml' },
  ].map((change) => {
    const options = Object.entries({ ...given, ...change })
    return typeCommand('replay', ...options.flatMap(([name, value]) => [`--${name}`, value]))
  })
}

/** A time so many minutes from the shock's start, rounded down to ten minutes, within the day. */
function closerTime(shock: Shock, dayAt: bigint, minutes: bigint): string {
  const offset = shock.start.at - dayAt + minutes * 60n
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
