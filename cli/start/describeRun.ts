import type { Parameters } from '../../core/index.ts'
import { fitFigure } from '../io/fitFigure.ts'
import { formatScaled } from '../io/formatScaled.ts'
import { fitPerDay, formatClock, formatDay, formatEndClock } from './figures.ts'
import type { RunSummary } from './frame.ts'
import { countOf } from './listChecks.ts'

/** A name, and what there is to say about it, line by line. */
export type Fact = readonly [name: string, ...lines: string[]]

/** The lines about the replay, the vote, the parameters, and the replicas that pushed them. */
export function describeRun(summary: RunSummary): Fact[] {
  const { epochSec } = summary.values
  const course = (unit: string, format: (values: Parameters) => string) =>
    describeCourse(summary, unit, format)
  const percent = (pips: bigint) => fitFigure(pips, 1e4, 2, 6).trim()
  return [
    describeReplayed(summary),
    [
      'history',
      'voters started usual depth and volatility from the days before, so that `gimbal replay` shows the same market',
    ],
    describeVote(summary),
    describeGas(summary),
    [
      'aggressiveness',
      course(' % a day', ({ aggressivenessPips }) =>
        fitPerDay(aggressivenessPips, epochSec, 6).trim(),
      ),
    ],
    ['band', course(' %', ({ bandPips }) => `+-${percent(bandPips)}`)],
    ['return', course(' %', ({ returnPips }) => `+-${percent(returnPips)}`)],
    ['lot', course(' % of the portfolio', ({ lotPips }) => percent(lotPips))],
    describePushes(summary),
  ]
}

function describeGas({ values: { shockAt, peakBaseFeePerGas } }: RunSummary): Fact {
  const peak = `${formatScaled(peakBaseFeePerGas, 1e9, 0)} gwei at its peak`
  return ['gas', shockAt === undefined ? peak : `${peak}, rising from ${formatClock(shockAt)} on`]
}

/** One parameter at first, when aggressiveness was lowest, and at the end. */
function describeCourse(
  { values: { shockAt, first, tightest, last } }: RunSummary,
  unit: string,
  format: (values: Parameters) => string,
): string {
  const when = shockAt === undefined ? 'at first' : `at ${formatClock(shockAt)}`
  return `${format(first)}${unit} ${when}, ${format(tightest)} at the tightest, ${format(last)} at the end`
}

function describeReplayed({ replayed, elapsedSec }: RunSummary): Fact {
  const { title, source, from, watchedFrom, to, rows, sharedRows, blocks } = replayed
  const shared = sharedRows === 0 ? '' : ` (${sharedRows} shared with others)`
  return [
    'market',
    title,
    `${source}`,
    `${formatDay(from)} ${formatClock(from)} to ${formatEndClock(to)} UTC, vaults could trade from ${formatClock(watchedFrom)} on; in ` +
      `${elapsedSec.toFixed(0)} s in all`,
    `${countOf(blocks, 'block', 'blocks')}, each at its recorded time with its gas price and gas used; ` +
      `${countOf(rows, 'change', 'changes')} of the pool${shared}`,
  ]
}

function describeVote({ governance }: RunSummary): Fact {
  const { title, forVotes, chainVotes, snapshotVotes } = governance
  return [
    'voted',
    title,
    `${formatTokens(forVotes)} tokens for it, ${formatTokens(chainVotes)} on chain, ` +
      `${formatTokens(snapshotVotes)} by Snapshot`,
  ]
}

function formatTokens(votes: bigint): string {
  return formatScaled(votes, 1e18, 0)
}

function describePushes({ pushes }: RunSummary): Fact {
  const { count, withinEpoch, reasons, byReplica, medianBlocksTaken, wasted } = pushes
  if (count === 0) return ['pushes', 'none']
  return [
    'pushes',
    `${count}: ${listCounts(reasons, ' ')}`,
    `${withinEpoch} within an epoch that had one, to tighten at once`,
    `half in the chain within ${countOf(medianBlocksTaken, 'block', 'blocks')}, ${wasted} refused, but paid for`,
    listCounts(byReplica, ' by '),
  ]
}

/** The most frequent first: `9 tightening, 3 loosening`. */
function listCounts(counts: Readonly<Record<string, number>>, between: string): string {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a)
  return entries.map(([name, count]) => `${count}${between}${name}`).join(', ')
}
