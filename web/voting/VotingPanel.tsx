import { useMemo, useState } from 'react'
import type { Address, Hex } from 'viem'
import { type Choice, createVoteCall } from '../../client/createVoteCall.ts'
import type { ResolvedProposal } from '../../client/proposals/listProposals.ts'
import type { Voting } from '../../client/readVoting.ts'
import { useSession } from '../network/session.ts'
import { Countdown } from '../proposals/Countdown.tsx'
import { KeepFocus } from '../ui/KeepFocus.tsx'
import { Panel } from '../ui/Page.tsx'
import { ReadingView } from '../ui/ReadingView.tsx'
import { Moment } from '../ui/texts.tsx'
import { CallButton } from '../wallet/CallButton.tsx'
import { useWallet } from '../wallet/useWallet.ts'
import { WalletGate } from '../wallet/WalletGate.tsx'
import { ChoiceFields, ReasonField, WayFields } from './BallotFields.tsx'
import { listWays, type Way } from './listWays.ts'
import { OwnVotePart } from './OwnVotePart.tsx'
import { PowerPart } from './PowerPart.tsx'
import { SignatureVote } from './SignatureVote.tsx'
import { SnapshotVote } from './SnapshotVote.tsx'
import { useOwnVote, useVoter, type Voter } from './useVoter.ts'
import { useVoting, type VotingNow } from './useVoting.ts'
import styles from './voting.module.css'

/**
 * The visitor's vote on a proposal: what it weighs and how it stands before anything is signed, and three ways to cast it.
 *
 * @param onChanged - When a vote was cast, signed or posted, so that a tally is read anew.
 */
export function VotingPanel(props: { proposal: ResolvedProposal; onChanged?: () => void }) {
  const { proposal, onChanged = () => {} } = props
  const reading = useVoting(proposal.id)
  return (
    <Panel title="Your vote" id="vote">
      <ReadingView reading={reading} what="where the vote stands">
        {(now) => (
          <KeepFocus>
            <VoteOf proposal={proposal} now={now} onChanged={onChanged} />
          </KeepFocus>
        )}
      </ReadingView>
    </Panel>
  )
}

interface Part {
  proposal: ResolvedProposal
  now: VotingNow
  onChanged: () => void
}

function VoteOf({ proposal, now, onChanged }: Part) {
  const { voting } = now
  const { account } = useWallet()
  return (
    <>
      <When voting={voting} />
      {account !== undefined ? (
        // Of its own, so that nothing of another account stays.
        <AccountPart
          key={account}
          account={account}
          proposal={proposal}
          now={now}
          onChanged={onChanged}
        />
      ) : (
        isOpen(voting) && (
          <WalletGate why="Connect a wallet to see what your vote weighs, and to cast it. Nothing is signed before you say so.">
            {null}
          </WalletGate>
        )
      )}
    </>
  )
}

const isOpen = ({ state }: Voting): boolean => state === 'active' || state === 'pending'

function AccountPart({ account, proposal, now, onChanged }: Part & { account: Address }) {
  const voter = useVoter(now.voting, account)
  return (
    <ReadingView reading={voter} what="what your vote weighs">
      {(of) => <VoterPart proposal={proposal} now={now} voter={of} onChanged={onChanged} />}
    </ReadingView>
  )
}

/** When one may vote. */
function When({ voting }: { voting: Voting }) {
  const { state, voteStartAt, voteEndAt } = voting
  if (state === 'pending') {
    return (
      <p>
        The vote begins <Countdown to={voteStartAt} past="with the next block" />, at{' '}
        <Moment at={voteStartAt} />. A ballot can be signed before.
      </p>
    )
  }
  if (state === 'active') {
    return (
      <p>
        The vote is open until <Moment at={voteEndAt} />:{' '}
        <strong>
          <Countdown to={voteEndAt} past="it ends with the next block" />
        </strong>
        .
      </p>
    )
  }
  if (state === 'canceled') return <p>The proposal was canceled, so there is no vote on it.</p>
  return (
    <p>
      The vote ended at <Moment at={voteEndAt} />. No vote counts any more.
    </p>
  )
}

function VoterPart({ proposal, now, voter, onChanged }: Part & { voter: Voter }) {
  const { voting } = now
  const own = useOwnVote(proposal, voting, voter)
  const isDone = voter.way === 'chain' || !isOpen(voting) || voter.weight.whyNone !== undefined
  return (
    <>
      {isOpen(voting) && voter.way !== 'chain' && <PowerPart voter={voter} voting={voting} />}
      {voter.way !== undefined && <OwnVotePart way={voter.way} vote={own} />}
      {voter.way === undefined && !isOpen(voting) && <p>No vote of this account was counted.</p>}
      {!isDone && <BallotForm proposal={proposal} now={now} onChanged={onChanged} />}
    </>
  )
}

function BallotForm({ proposal, now, onChanged }: Part) {
  const { network } = useSession()
  const { voting, nowAt } = now
  const [choice, setChoice] = useState<Choice>()
  const [wanted, setWanted] = useState<Way>()
  const [text, setText] = useState('')
  const ways = listWays(voting, network, nowAt)
  const open = ways.filter(({ obstacle }) => obstacle === undefined)
  // The first that is open, until the voter chooses.
  const way = (open.find((one) => one.way === wanted) ?? open[0])?.way
  const reason = text.trim() === '' ? undefined : text.trim()
  return (
    <>
      <ChoiceFields choice={choice} onChoice={setChoice} />
      <WayFields ways={ways} way={way} onWay={setWanted} />
      {way !== 'signature' && <ReasonField reason={text} onReason={setText} />}
      {way === 'chain' && (
        <ChainVote proposal={proposal} choice={choice} reason={reason} onChanged={onChanged} />
      )}
      {way === 'signature' && (
        <SignatureVote made={proposal} voting={voting} choice={choice} onChanged={onChanged} />
      )}
      {way === 'snapshot' && voting.snapshotProposalId !== undefined && (
        <SnapshotVote
          made={proposal}
          voting={{ ...voting, snapshotProposalId: voting.snapshotProposalId }}
          choice={choice}
          reason={reason}
          onChanged={onChanged}
        />
      )}
      {choice === undefined && <p className={styles.soft}>Choose for, against or abstain first.</p>}
    </>
  )
}

const labels: Readonly<Record<Choice, string>> = {
  for: 'Vote for',
  against: 'Vote against',
  abstain: 'Vote to abstain',
}

function ChainVote(props: {
  proposal: ResolvedProposal
  choice: Choice | undefined
  reason: string | undefined
  onChanged: (hash: Hex) => void
}) {
  const { proposal, choice, reason, onChanged } = props
  const { network } = useSession()
  const { governor } = network.addresses
  const call = useMemo(
    () =>
      choice === undefined ? undefined : createVoteCall(governor, proposal.id, choice, reason),
    [governor, proposal.id, choice, reason],
  )
  return (
    <div>
      <CallButton
        label={choice === undefined ? 'Vote' : labels[choice]}
        call={call}
        onDone={onChanged}
      />
    </div>
  )
}
