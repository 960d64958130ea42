import { useState } from 'react'
import { formatVotes } from '../../../governance/index.ts'
import { describeError } from '../../data/useReading.ts'
import { Button } from '../../ui/Button.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Badge, Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Moment, Short, Stranger } from '../../ui/texts.tsx'
import styles from './proposal.module.css'
import type { ReadPage } from './useProposalPage.ts'
import { useVotes } from './useVotes.ts'
import { VoteChart } from './VoteChart.tsx'
import { orderVotes, type ShownVote, sumByWay, wayNames } from './votes.ts'

/** So many voters are drawn at first. */
const FIRST_VOTERS = 25

/** Who voted how, by which way, when and why. */
export function VotersPanel({ read }: { read: ReadPage }) {
  const { ways, hasIndex, votes } = useVotes(read)
  return (
    <Panel title="Who voted">
      <ReadingView
        reading={read.votes}
        what="the votes"
        isEmpty={(of) => of.length === 0}
        empty="Nobody has voted yet."
      >
        {() => (
          <>
            {votes !== undefined && (
              <>
                <VoteChart read={read} votes={votes} />
                <WayTable votes={votes} />
                {!hasIndex && (
                  <p className={styles.soft}>
                    The network names no index: by which way a vote came is not known.
                  </p>
                )}
                {ways.error !== null && (
                  <Notice title="By which way the votes came is not known">
                    <p>{describeError(ways.error)}</p>
                    <p>The votes themselves are the chain’s.</p>
                  </Notice>
                )}
                <VoterTable votes={votes} />
              </>
            )}
          </>
        )}
      </ReadingView>
    </Panel>
  )
}

function WayTable({ votes }: { votes: readonly ShownVote[] }) {
  return (
    <DataTable
      caption="Votes that count, by the way in which they came"
      rows={sumByWay(votes)}
      keyOf={({ way }) => way ?? 'unknown'}
      columns={[
        { title: 'Way', cell: ({ way }) => (way === undefined ? 'not known' : wayNames[way]) },
        { title: 'Voters', align: 'end', cell: ({ voters }) => voters },
        { title: 'For', align: 'end', cell: (sum) => formatVotes(sum.for) },
        { title: 'Against', align: 'end', cell: (sum) => formatVotes(sum.against) },
        { title: 'Abstain', align: 'end', cell: (sum) => formatVotes(sum.abstain) },
      ]}
    />
  )
}

function VoterTable({ votes }: { votes: readonly ShownVote[] }) {
  const [isWhole, setWhole] = useState(false)
  const ordered = orderVotes(votes)
  const rows = isWhole ? ordered : ordered.slice(0, FIRST_VOTERS)
  return (
    <>
      <DataTable
        caption="Voters, the heaviest first"
        rows={rows}
        keyOf={({ blockHash, logIndex }) => `${blockHash} ${logIndex}`}
        columns={[
          {
            title: 'Voter',
            cell: ({ address }) => <Short hex={address} what="the voter’s address" />,
          },
          { title: 'Choice', cell: (vote) => <Choice vote={vote} /> },
          { title: 'Votes', align: 'end', cell: (vote) => formatVotes(vote.votes) },
          { title: 'Way and time', cell: (vote) => <WayAndTime vote={vote} /> },
          {
            title: 'Reason',
            cell: ({ reason }) =>
              reason === undefined ? (
                <span className={styles.soft}>none</span>
              ) : (
                <div className={styles.reason}>
                  <Stranger text={reason} />
                </div>
              ),
          },
        ]}
      />
      {ordered.length > FIRST_VOTERS && (
        <Button isSmall onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show all ${ordered.length} votes`}
        </Button>
      )}
    </>
  )
}

function WayAndTime({ vote: { way, at } }: { vote: ShownVote }) {
  return (
    <div className={styles.time}>
      <div>{way === undefined ? 'way not known' : wayNames[way]}</div>
      {at !== undefined && (
        <div className={styles.soft}>
          <Moment at={at} />
        </div>
      )}
    </div>
  )
}

function Choice({ vote: { choice, isCounted } }: { vote: ShownVote }) {
  return (
    <span className={styles.choice} data-choice={choice}>
      {isCounted ? choice : <s>{choice}</s>} {!isCounted && <Badge tone="plain">replaced</Badge>}
    </span>
  )
}
