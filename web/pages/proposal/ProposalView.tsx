import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { ResolvedProposal } from '../../../client/proposals/listProposals.ts'
import { nameChain } from '../../../governance/index.ts'
import { Countdown } from '../../proposals/Countdown.tsx'
import { cutTitle } from '../../proposals/cutTitle.ts'
import { StateBadge } from '../../proposals/StateBadge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Badge } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Short } from '../../ui/texts.tsx'
import { StepPanel } from '../../voting/StepPanel.tsx'
import { VotingPanel } from '../../voting/VotingPanel.tsx'
import { CallsPanel } from './CallsPanel.tsx'
import { ChangesPanel } from './ChangesPanel.tsx'
import { ComparisonPanel } from './ComparisonPanel.tsx'
import styles from './proposal.module.css'
import { ResultPanel } from './ResultPanel.tsx'
import { SnapshotPanel } from './SnapshotPanel.tsx'
import { TallyPanel } from './TallyPanel.tsx'
import { TextPanel } from './TextPanel.tsx'
import { TimelinePanel } from './TimelinePanel.tsx'
import { type ReadPage, useProposalPage } from './useProposalPage.ts'
import { VotersPanel } from './VotersPanel.tsx'
import { Warnings } from './Warnings.tsx'

/** The page of a proposal that there is. */
export function ProposalView({ made }: { made: ResolvedProposal }) {
  const read = useProposalPage(made)
  const { decoded } = read
  const queries = useQueryClient()
  const readAnew = () =>
    void queries.invalidateQueries({ predicate: ({ meta }) => meta?.isLive === true })
  return (
    <Page
      title={cutTitle(decoded.title)}
      lead={<Lead read={read} />}
      actions={
        <>
          {read.page?.state === 'active' && <Button onClick={goToVote}>To your vote</Button>}
          <Link href="/proposals">All proposals</Link>
        </>
      }
    >
      <Warnings read={read} />
      <div className={styles.columns}>
        <div className={styles.what}>
          <TextPanel read={read} />
          <ChangesPanel read={read} />
        </div>
        <div className={styles.vote}>
          <TallyPanel read={read} />
          <VotingPanel proposal={made} onChanged={readAnew} />
          <StepPanel proposal={made} onChanged={readAnew} />
          <TimelinePanel read={read} />
        </div>
        {/* After the vote on a narrow page: its charts are long. */}
        <div className={styles.more}>
          <ComparisonPanel read={read} />
          <VotersPanel read={read} />
          <SnapshotPanel read={read} />
          <ResultPanel read={read} />
          <CallsPanel read={read} />
        </div>
      </div>
    </Page>
  )
}

/** The other chains that it changes, each once: before everything else. */
function listChains(page: ReadPage['page']): string[] {
  const remotes = page?.changes.flatMap(({ remote }) => remote ?? []) ?? []
  return [...new Set(remotes.map(nameChain))]
}

/** A link would change the address behind the `#`, which is the page's. */
function goToVote(): void {
  const panel = document.getElementById('vote')
  panel?.scrollIntoView({ block: 'start' })
  panel?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true })
}

/** State in a sentence, who proposed it, and its id. */
function Lead({ read }: { read: ReadPage }) {
  const { made, page, status } = read
  return (
    <div className={styles.lead}>
      {page !== undefined && (
        <span>
          <StateBadge state={page.state} /> {page.stateText}{' '}
          {page.state === 'active' && status.data !== undefined && (
            <>
              It ends <Countdown to={status.data.voteEndAt} past="with the next block" />.
            </>
          )}
          {page.state === 'pending' && (
            <>
              It begins <Countdown to={made.voteStartAt} past="with the next block" />.
            </>
          )}
        </span>
      )}
      {listChains(page).map((name) => (
        <Badge key={name} tone="warn">
          Changes another chain: {name}
        </Badge>
      ))}
      <span>
        Proposed by <Short hex={made.proposer} what="the proposer’s address" />
      </span>
      <span>
        Proposal <Short hex={read.idHex} what="the proposal’s id" />
      </span>
    </div>
  )
}
