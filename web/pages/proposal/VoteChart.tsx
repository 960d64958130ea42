import { useMemo } from 'react'
import { formatVotes } from '../../../governance/index.ts'
import type { ChartSeries, SeriesKind } from '../../charts/chart.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import type { ReadPage } from './useProposalPage.ts'
import { accumulate, type Choice, type ShownVote } from './votes.ts'

const kinds: readonly (readonly [Choice, string, SeriesKind])[] = [
  ['for', 'For', 'measure'],
  ['against', 'Against', 'target'],
  ['abstain', 'Abstain', 'before'],
]

/** What the votes added up to, as they came. */
export function VoteChart({ read, votes }: { read: ReadPage; votes: readonly ShownVote[] }) {
  const { made, status } = read
  const quorum = status.data?.quorumVotes
  const endAt = status.data && earlier(status.data.voteEndAt, status.data.asOfAt)
  const series = useMemo(() => {
    const counts = accumulate(votes)
    const last = counts.at(-1)
    if (last === undefined || quorum === undefined || endAt === undefined) return []
    const from = Number(made.voteStartAt)
    // What was counted last holds until the vote ends, or until now.
    const to = Math.max(Number(last.at) + 1, Number(endAt))
    const times = Float64Array.from([from, ...counts.map(({ at }) => Number(at)), to])
    const lines = kinds.map(([choice, label, kind]): ChartSeries => {
      const sums = [...counts, last].map((count) => toWhole(count[choice]))
      const values = Float64Array.from([0, ...sums])
      return { label, kind, shape: 'step', times, values }
    })
    const level = toWhole(quorum)
    const reference: ChartSeries = {
      label: 'Quorum (for and abstain)',
      kind: 'reference',
      shape: 'line',
      times: Float64Array.from([from, to]),
      values: Float64Array.from([level, level]),
    }
    return [...lines, reference]
  }, [votes, quorum, endAt, made.voteStartAt])
  if (series.length === 0) return null
  return <TimeChart title="Votes over time" unit="votes" series={series} format={formatWhole} />
}

const earlier = (a: bigint, b: bigint): bigint => (a < b ? a : b)

const ONE_VOTE = 10n ** 18n

const toWhole = (votes: bigint): number => Number(votes) / Number(ONE_VOTE)

const formatWhole = (value: number): string =>
  `${formatVotes(BigInt(Math.round(value)) * ONE_VOTE)} votes`
