import type { Address } from 'viem'
import { Link } from 'wouter'
import { type OpenVote, readOpenVotes } from '../../../client/readOpenVotes.ts'
import type { MadeProposal } from '../../../client/readProposals.ts'
import { formatVotes, shortenId } from '../../../governance/index.ts'
import { type Reading, useReading } from '../../data/useReading.ts'
import { Countdown } from '../../proposals/Countdown.tsx'
import { cutTitle } from '../../proposals/cutTitle.ts'
import { StateBadge } from '../../proposals/StateBadge.tsx'
import { useProposals, useStates } from '../../proposals/useProposals.ts'
import { Badge } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import styles from './account.module.css'

/** What an account brings to the votes that are open or to come. */
export function OpenVotesPanel({ account, isOwn }: { account: Address; isOwn: boolean }) {
  const proposals = useProposals()
  const states = useStates(proposals.data)
  const open = proposals.data?.filter(({ id }) => isOpen(states.data?.get(id)))
  const votes = useReading({
    key: ['open-votes', account, open?.map(({ shortId }) => shortId)],
    isLive: true,
    isEnabled: states.data !== undefined && open !== undefined,
    read: (session) => readOpenVotes(session, account, open as readonly MadeProposal[]),
  })
  const reading = proposals.error !== null ? proposals : states.error !== null ? states : votes
  return (
    <Panel title="Open votes" actions={<Link href="/proposals">All proposals</Link>}>
      <ReadingView reading={reading as Reading<unknown>} what="the open votes">
        {() =>
          votes.data === undefined || votes.data.length === 0 ? (
            <p className={styles.soft}>No vote is open now, and none is to come.</p>
          ) : (
            <ul className={styles.list}>
              {votes.data.map((vote) => (
                <li key={`${vote.id}`}>
                  <OpenVoteItem vote={vote} isOwn={isOwn} />
                </li>
              ))}
            </ul>
          )
        }
      </ReadingView>
    </Panel>
  )
}

const isOpen = (state: string | undefined): boolean => state === 'active' || state === 'pending'

function OpenVoteItem({ vote, isOwn }: { vote: OpenVote; isOwn: boolean }) {
  const { id, title, state, votes, isProvisional, hasVoted, voteStartAt, voteEndAt } = vote
  const [word, at] = state === 'pending' ? ['begins', voteStartAt] : ['ends', voteEndAt]
  const whose = isOwn ? 'You have' : 'It has'
  return (
    <>
      <Link href={`/proposals/${shortenId(id)}`}>
        <bdi>{cutTitle(title)}</bdi>
      </Link>
      <div className={styles.item}>
        <StateBadge state={state} />
        {hasVoted && <Badge tone="good">voted</Badge>}
        <span className={styles.soft}>
          {word} <Countdown to={at as bigint} past="with the next block" />
        </span>
      </div>
      <p className={styles.soft}>
        {whose} {formatVotes(votes)} votes on it
        {isProvisional ? ' as of now; those when the vote begins count.' : '.'}
        {votes === 0n && !isProvisional && ' What it has by now counts for later proposals.'}
      </p>
    </>
  )
}
