import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { ResolvedProposal } from '../../../client/proposals/listProposals.ts'
import { type ProposalState, proposalStates } from '../../../governance/index.ts'
import { useGoverned } from '../../data/useGoverned.ts'
import { useProposals, useStates } from '../../proposals/useProposals.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Loading, ReadingView } from '../../ui/ReadingView.tsx'
import styles from './list.module.css'
import { ProposalRow } from './ProposalRow.tsx'

/** So many are read and drawn at once. */
const PAGE_SIZE = 20

/** Every proposal, newest first. */
export default function ProposalsPage() {
  const reading = useProposals()
  return (
    <Page
      title="Proposals"
      lead="What was and is to be decided. Anyone may read; whoever holds votes may vote."
      actions={<Link href="/draft">Draft a proposal</Link>}
    >
      <ReadingView
        reading={reading}
        what="the proposals"
        isEmpty={(proposals) => proposals.length === 0}
        empty={
          <p>
            Nobody has proposed anything yet. <Link href="/draft">Draft the first proposal</Link>
          </p>
        }
      >
        {(proposals) => <ProposalList proposals={proposals} />}
      </ReadingView>
    </Page>
  )
}

function ProposalList({ proposals }: { proposals: readonly ResolvedProposal[] }) {
  const states = useStates(proposals)
  const governed = useGoverned()
  const [filter, setFilter] = useState<ProposalState>()
  const [shown, setShown] = useState(PAGE_SIZE)
  const newest = useMemo(() => proposals.toReversed(), [proposals])
  const { data: known } = states
  const chosen =
    filter === undefined ? newest : newest.filter(({ id }) => known?.get(id) === filter)
  const choose = (state: ProposalState | undefined) => {
    setFilter(state)
    setShown(PAGE_SIZE)
  }
  return (
    <>
      {known === undefined && states.error !== null ? (
        <ReadingView reading={states} what="their states">
          {() => null}
        </ReadingView>
      ) : (
        <StateFilter proposals={proposals} states={known} chosen={filter} onChoose={choose} />
      )}
      {filter !== undefined && chosen.length === 0 && known !== undefined && (
        <Notice>
          <p>No proposal is {filter} any more.</p>
        </Notice>
      )}
      <ul className={styles.list} aria-label="Proposals, newest first">
        {chosen.slice(0, shown).map((made) => (
          <ProposalRow
            key={made.shortId}
            made={made}
            state={known?.get(made.id)}
            markets={governed.data?.markets}
          />
        ))}
      </ul>
      {chosen.length > shown && (
        <div className={styles.more}>
          <Button onClick={() => setShown(shown + PAGE_SIZE)}>
            Show {Math.min(PAGE_SIZE, chosen.length - shown)} more of {chosen.length}
          </Button>
        </div>
      )}
    </>
  )
}

function StateFilter(props: {
  proposals: readonly ResolvedProposal[]
  states: ReadonlyMap<bigint, ProposalState> | undefined
  chosen: ProposalState | undefined
  onChoose: (state: ProposalState | undefined) => void
}) {
  const { proposals, states, chosen, onChoose } = props
  if (states === undefined) return <Loading what="their states" />
  const count = (state: ProposalState) =>
    proposals.filter(({ id }) => states.get(id) === state).length
  const present = proposalStates.filter((state) => count(state) > 0 || state === chosen)
  return (
    <fieldset className={styles.filter}>
      <legend className="visually-hidden">Which proposals are shown</legend>
      <Button isSmall aria-pressed={chosen === undefined} onClick={() => onChoose(undefined)}>
        all {proposals.length}
      </Button>
      {present.map((state) => (
        <Button key={state} isSmall aria-pressed={chosen === state} onClick={() => onChoose(state)}>
          {state} {count(state)}
        </Button>
      ))}
    </fieldset>
  )
}
