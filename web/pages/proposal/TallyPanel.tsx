import { formatVotes, type ProposalPage, type VoteShare } from '../../../governance/index.ts'
import { VoteBar } from '../../proposals/VoteBar.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import styles from './proposal.module.css'
import { sayOutlook } from './sayOutlook.ts'
import type { ReadPage } from './useProposalPage.ts'

/** What has been counted, and what it comes to. */
export function TallyPanel({ read }: { read: ReadPage }) {
  const { status, page } = read
  return (
    <Panel title="Votes">
      <ReadingView reading={status} what="the votes">
        {(of) => (
          <>
            <VoteBar {...of} />
            {page !== undefined && <Tally page={page} />}
          </>
        )}
      </ReadingView>
    </Panel>
  )
}

function Tally({ page }: { page: ProposalPage }) {
  const { tally, state } = page
  const { quorum, isQuorumReached } = tally
  return (
    <>
      <table className={styles.tally}>
        <caption className="visually-hidden">Votes that count</caption>
        <tbody>
          <Row name="For" of={tally.for} choice="for" />
          <Row name="Against" of={tally.against} choice="against" />
          <Row name="Abstain" of={tally.abstain} choice="abstain" />
          <tr>
            <th scope="row">Quorum</th>
            <td>{quorum.text}</td>
            <td>{formatShare(quorum.share)}</td>
          </tr>
        </tbody>
      </table>
      <p>
        {isQuorumReached ? 'The quorum is reached' : 'The quorum is not reached'}: for and abstain
        count for it, together {formatVotes(tally.for.votes + tally.abstain.votes)}.
      </p>
      <p>{sayOutlook(state, tally)}</p>
    </>
  )
}

function Row({ name, of, choice }: { name: string; of: VoteShare; choice: string }) {
  return (
    <tr data-choice={choice}>
      <th scope="row">{name}</th>
      <td>{of.text}</td>
      <td>{formatShare(of.share)}</td>
    </tr>
  )
}

const formatShare = (share: number) => `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
