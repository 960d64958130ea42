import { fitFigure } from '../io/fitFigure.ts'
import { formatScaled } from '../io/formatScaled.ts'
import { fitPerDay, formatClock, formatDay, formatEndClock } from './figures.ts'
import type { Summary } from './frame.ts'
import { countOf } from './listChecks.ts'

/** A name, and what there is to say about it, line by line. */
export type Fact = readonly [name: string, ...lines: string[]]

/** The lines about the replay, the vote, the parameters, and the replicas that pushed them. */
export function describeRun(summary: Summary): Fact[] {
  const { first, tightest, last, peakBaseFeePerGas, epochSec } = summary.values
  const [start, lowest, end] = [first, tightest, last].map(({ aggressivenessPips, bandPips }) => ({
    perDay: fitPerDay(aggressivenessPips, epochSec, 6).trim(),
    band: `+-${fitFigure(bandPips, 1e4, 2, 6).trim()}`,
  })) as [Answer, Answer, Answer]
  return [
    describeScenario(summary),
    [
      'history',
      'the index was new: usual depth and volatility are of the replayed hours alone',
      '`gimbal replay` begins with those of the days before: its figures differ',
    ],
    describeVote(summary),
    ['gas', `${formatScaled(peakBaseFeePerGas, 1e9, 0)} gwei at its peak`],
    [
      'aggressiveness',
      `${start.perDay} % a day at first, ${lowest.perDay} at the tightest, ${end.perDay} at the end`,
    ],
    ['band', `${start.band} % at first, ${lowest.band} at the tightest, ${end.band} at the end`],
    describePushes(summary),
  ]
}

interface Answer {
  perDay: string
  band: string
}

function describeScenario({ scenario, elapsedSec }: Summary): Fact {
  const { name, from, to, minutes, sharedMinutes, blocks, trades } = scenario
  const shared = sharedMinutes === 0 ? '' : ` (${sharedMinutes} shared with others)`
  return [
    'market',
    name,
    `${formatDay(from)} ${formatClock(from)} to ${formatEndClock(to)} UTC, in ${elapsedSec.toFixed(0)} s in all`,
    `${countOf(minutes, 'minute', 'minutes')}${shared}, ${countOf(blocks, 'block', 'blocks')}, ` +
      countOf(trades, 'trade', 'trades'),
  ]
}

function describeVote({ governance }: Summary): Fact {
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

function describePushes({ pushes }: Summary): Fact {
  const { count, reasons, byReplica, medianBlocksTaken, wasted } = pushes
  if (count === 0) return ['pushes', 'none']
  return [
    'pushes',
    `${count}: ${listCounts(reasons, ' ')}`,
    `half in the chain within ${countOf(medianBlocksTaken, 'block', 'blocks')}, ${wasted} refused, but paid for`,
    listCounts(byReplica, ' by '),
  ]
}

/** The most frequent first: `9 tightening, 3 loosening`. */
function listCounts(counts: Readonly<Record<string, number>>, between: string): string {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a)
  return entries.map(([name, count]) => `${count}${between}${name}`).join(', ')
}
