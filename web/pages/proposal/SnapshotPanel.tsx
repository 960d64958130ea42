import type { SnapshotReport } from '../../../client/proposals/examineSnapshot.ts'
import { describeError } from '../../data/useReading.ts'
import { Button } from '../../ui/Button.tsx'
import { Facts } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Loading } from '../../ui/ReadingView.tsx'
import { Moment, Short, Stranger } from '../../ui/texts.tsx'
import styles from './proposal.module.css'
import type { ReadPage } from './useProposalPage.ts'

/** What Snapshot shows beside what the Governor counts by. */
export function SnapshotPanel({ read }: { read: ReadPage }) {
  const { snapshot, status } = read
  if (status.data === undefined) return null
  const { unasked, reading } = snapshot
  const { data, error, isFetching } = reading
  const again = (
    <Button isSmall disabled={isFetching} onClick={() => void reading.refetch()}>
      {isFetching ? 'Asking …' : 'Ask Snapshot again'}
    </Button>
  )
  return (
    <Panel title="On Snapshot" actions={unasked === undefined ? again : undefined}>
      {unasked === 'names none' && (
        <p>It names no proposal on Snapshot: votes that are signed there count nowhere.</p>
      )}
      {unasked === 'no hub' && (
        <Notice title="Not compared">
          <p>The network names no hub of Snapshot. What Snapshot shows was not compared.</p>
        </Notice>
      )}
      {unasked === undefined && data === undefined && error === null && (
        <Loading what="what Snapshot shows" />
      )}
      {error !== null && (
        <Notice tone="warn" title="What Snapshot shows was not compared">
          <p>{describeError(error)}</p>
          <p>Votes count as before; vote on chain or by signature meanwhile.</p>
        </Notice>
      )}
      {data !== undefined && <Report report={data} />}
    </Panel>
  )
}

const states: Readonly<Record<SnapshotReport['state'], string>> = {
  shown: 'Snapshot shows it.',
  flagged: 'Snapshot’s moderators flagged it, and its page hides it. Votes count as before.',
  deleted:
    'Snapshot does not have it any more: its author or the space deleted it. Votes that were sent to the Governor count; the others are searched among the messages of the space and on IPFS.',
  absent:
    'Snapshot does not have it: it was not posted there. A vote that was signed for it counts when somebody brings it to the Governor.',
}

function Report({ report: { state, dangers, bound } }: { report: SnapshotReport }) {
  const isSame = state === 'shown' || state === 'flagged'
  return (
    <>
      {dangers.length > 0 ? (
        <Notice
          tone="danger"
          title="DANGER: Snapshot shows something else than the Governor counts"
        >
          <p>The differences stand at the top of this page.</p>
        </Notice>
      ) : (
        isSame && (
          <Notice tone="good" title="Text and choices are those that the Governor counts">
            <p>Choice 1 is For, 2 Against, 3 Abstain.</p>
          </Notice>
        )
      )}
      {state !== 'shown' && (
        <Notice tone="warn" title={`It is ${state} on Snapshot`}>
          <p>{states[state]}</p>
        </Notice>
      )}
      <Facts
        facts={[
          ['Space', <Stranger key="space" text={bound.space} isInline />],
          ['Proposal there', <Short key="id" hex={bound.id} what="Snapshot’s id" />],
          ['Voting there', <Moment key="start" at={BigInt(bound.start)} />],
          ['until', <Moment key="end" at={BigInt(bound.end)} />],
        ]}
      />
      {state === 'shown' && <p className={styles.soft}>{states.shown}</p>}
    </>
  )
}
