import { useMemo } from 'react'
import type { Hex } from 'viem'
import { Link } from 'wouter'
import type { ResolvedProposal } from '../../../client/proposals/listProposals.ts'
import { isFinal } from '../../../client/proposals/readStates.ts'
import type { ProposalStatus } from '../../../client/readProposals.ts'
import {
  decodeProposal,
  formatVotes,
  type MarketConfig,
  type ProposalState,
} from '../../../governance/index.ts'
import { describeError } from '../../data/useReading.ts'
import { useContracts } from '../../network/useContracts.ts'
import { Countdown } from '../../proposals/Countdown.tsx'
import { cutTitle } from '../../proposals/cutTitle.ts'
import { judge } from '../../proposals/judge.ts'
import { StateBadge } from '../../proposals/StateBadge.tsx'
import { saySummary, summarize } from '../../proposals/summarize.ts'
import { useStatus } from '../../proposals/useStatus.ts'
import { sayVotes, VoteBar } from '../../proposals/VoteBar.tsx'
import { Badge } from '../../ui/Notice.tsx'
import { Moment } from '../../ui/texts.tsx'
import styles from './list.module.css'

/** One proposal of the list: state, title, what it changes, votes, when it ends. */
export function ProposalRow(props: {
  made: ResolvedProposal
  /** Undefined until it is known. */
  state: ProposalState | undefined
  /** In force, by market; undefined until it is known. */
  markets: ReadonlyMap<Hex, MarketConfig> | undefined
}) {
  const { made, state, markets } = props
  const contracts = useContracts()
  const decoded = useMemo(() => decodeProposal(made, contracts), [made, contracts])
  const judgement = useMemo(() => judge(made, contracts), [made, contracts])
  // What an ended proposal changed, or would have, cannot be told from what is in force now.
  const isOpen = state !== undefined && !isFinal(state)
  const summary = useMemo(
    () => saySummary(summarize(decoded, isOpen ? markets : undefined)),
    [decoded, isOpen, markets],
  )
  const status = useStatus(made, state)
  const shownState = status.data?.state ?? state
  return (
    <li className={styles.row}>
      <div className={styles.state}>
        {shownState !== undefined && <StateBadge state={shownState} />}
        {judgement === 'danger' && <Badge tone="danger">DANGER</Badge>}
        {judgement === 'careful' && <Badge tone="warn">text incomplete</Badge>}
      </div>
      <div className={styles.what}>
        <h2>
          <Link href={`/proposals/${made.shortId}`}>
            <bdi>{cutTitle(decoded.title)}</bdi>
          </Link>
        </h2>
        <p className={styles.soft}>{summary}</p>
        {judgement === 'danger' && (
          <p className={styles.danger}>
            Its calls do something that its text does not say, or that nobody can read.
          </p>
        )}
      </div>
      <div className={styles.votes}>
        {status.data !== undefined && <Votes status={status.data} />}
        {status.error !== null && status.data === undefined && (
          <p className={styles.soft}>{describeError(status.error)}</p>
        )}
      </div>
      <div className={styles.when}>
        {status.data !== undefined && (
          <When state={status.data.state} status={status.data} startAt={made.voteStartAt} />
        )}
        <code>{made.shortId}</code>
      </div>
    </li>
  )
}

function Votes({ status }: { status: ProposalStatus }) {
  const { forVotes, againstVotes, quorumVotes, abstainVotes } = status
  const isReached = forVotes + abstainVotes >= quorumVotes
  return (
    <>
      <VoteBar {...status} />
      <span className="visually-hidden">{sayVotes(status)}</span>
      <div className={styles.figures} aria-hidden="true">
        <span data-choice="for">For {formatVotes(forVotes)}</span>
        <span data-choice="against">Against {formatVotes(againstVotes)}</span>
      </div>
      <div className={styles.soft} aria-hidden="true">
        Quorum {formatVotes(quorumVotes)} {isReached ? 'reached' : 'not reached'}
      </div>
    </>
  )
}

/** A chain shows what time has changed with its next block. */
const NEXT_BLOCK = 'with the next block'

/** What comes next, or when the vote ended. */
function When(props: { state: ProposalState; status: ProposalStatus; startAt: bigint }) {
  const { state, startAt } = props
  const { voteEndAt, executableAt } = props.status
  const [word, at, past] =
    state === 'pending'
      ? (['vote begins', startAt, NEXT_BLOCK] as const)
      : state === 'active'
        ? (['vote ends', voteEndAt, NEXT_BLOCK] as const)
        : state === 'queued'
          ? (['can be executed', executableAt, 'now'] as const)
          : (['vote ended', voteEndAt, undefined] as const)
  return (
    <>
      <strong className={styles.next}>
        {word} <Countdown to={at} {...(past && { past })} />
      </strong>
      <span className={styles.moment}>
        <Moment at={at} />
      </span>
    </>
  )
}
