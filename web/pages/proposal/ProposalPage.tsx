import { Link, useParams } from 'wouter'
import {
  AmbiguousIdError,
  IncompleteLogsError,
  ProposalNotFoundError,
} from '../../../client/errors.ts'
import { isProposalId } from '../../../client/proposals/resolveProposal.ts'
import { describeError, type Reading } from '../../data/useReading.ts'
import { useProposals, useResolved } from '../../proposals/useProposals.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Stranger } from '../../ui/texts.tsx'
import { ProposalView } from './ProposalView.tsx'

/** One proposal: what it changes, who votes how, and what comes next. */
export default function ProposalPage() {
  const { id = '' } = useParams()
  const isId = isProposalId(id)
  const reading = useResolved(id, isId)
  const { data: made, error } = reading
  if (made !== undefined) return <ProposalView key={made.shortId} made={made} />
  if (!isId || error instanceof ProposalNotFoundError) {
    return (
      <Page title="There is no such proposal">
        <p>
          {isId ? 'The Governor has no proposal ' : 'No proposal has an id like '}
          <Stranger text={id} isInline />.
        </p>
        <Latest />
      </Page>
    )
  }
  if (error instanceof AmbiguousIdError) return <Candidates error={error} />
  if (error instanceof IncompleteLogsError) {
    return <LeftOut error={error} reading={reading} />
  }
  return (
    <Page title="Proposal">
      <ReadingView reading={reading} what="the proposal">
        {() => null}
      </ReadingView>
    </Page>
  )
}

/** How many of the last proposals a page offers that has none. */
const MAX_OFFERED = 5

function Latest() {
  const { data = [] } = useProposals()
  const latest = data.slice(-MAX_OFFERED).toReversed()
  return (
    <>
      {latest.length > 0 && (
        <ul>
          {latest.map(({ shortId }) => (
            <li key={shortId}>
              <Link href={`/proposals/${shortId}`}>{shortId}</Link>
            </li>
          ))}
        </ul>
      )}
      <p>
        <Link href="/proposals">All proposals</Link>
      </p>
    </>
  )
}

function Candidates({ error }: { error: AmbiguousIdError }) {
  return (
    <Page title="Which proposal?">
      <p>Several proposals begin like this. Choose one:</p>
      <ul>
        {error.candidates.map((shortId) => (
          <li key={shortId}>
            <Link href={`/proposals/${shortId}`}>{shortId}</Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}

function LeftOut(props: { error: IncompleteLogsError; reading: Reading<unknown> }) {
  const { error, reading } = props
  return (
    <Page title="The node leaves this proposal out">
      <Notice tone="warn" title="Nothing is shown rather than a part">
        <p>{describeError(error)}</p>
        <Button isSmall disabled={reading.isFetching} onClick={() => void reading.refetch()}>
          {reading.isFetching ? 'Reading …' : 'Read again'}
        </Button>
        <Link href="/settings">Choose another node</Link>
      </Notice>
    </Page>
  )
}
