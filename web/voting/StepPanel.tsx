import { type ReactNode, useMemo } from 'react'
import { type Address, isAddressEqual } from 'viem'
import { describeState } from '../../client/describeStanding.ts'
import {
  createStepCall,
  findObstacle,
  type Obstacle,
  type Step,
} from '../../client/proposalSteps.ts'
import type { ResolvedProposal } from '../../client/proposals/listProposals.ts'
import { isFinal } from '../../client/proposals/readStates.ts'
import type { Voting } from '../../client/readVoting.ts'
import { useSession } from '../network/session.ts'
import { Countdown } from '../proposals/Countdown.tsx'
import { useNow } from '../proposals/useNow.ts'
import { KeepFocus } from '../ui/KeepFocus.tsx'
import { Panel } from '../ui/Page.tsx'
import { ReadingView } from '../ui/ReadingView.tsx'
import { Moment, Short } from '../ui/texts.tsx'
import { CallButton } from '../wallet/CallButton.tsx'
import { useWallet } from '../wallet/useWallet.ts'
import { useVoting, type VotingNow } from './useVoting.ts'
import styles from './voting.module.css'

const SECOND_MS = 1_000

/**
 * What takes a proposal further: queue, execute, cancel, each where one may, and otherwise why not.
 *
 * @param onChanged - When a step was taken.
 */
export function StepPanel(props: { proposal: ResolvedProposal; onChanged?: () => void }) {
  const { proposal, onChanged = () => {} } = props
  const reading = useVoting(proposal.id)
  return (
    <Panel title="Next steps" id="steps">
      <ReadingView reading={reading} what="where the proposal stands">
        {(now) => (
          <KeepFocus>
            <Steps proposal={proposal} now={now} onChanged={onChanged} />
          </KeepFocus>
        )}
      </ReadingView>
    </Panel>
  )
}

const steps: readonly (readonly [Step, string])[] = [
  ['queue', 'Queue'],
  ['execute', 'Execute'],
  ['cancel', 'Cancel'],
]

function Steps(props: { proposal: ResolvedProposal; now: VotingNow; onChanged: () => void }) {
  const { proposal, now, onChanged } = props
  const { voting } = now
  const { account } = useWallet()
  const nowAt = useNow(SECOND_MS) ?? now.nowAt
  if (isFinal(voting.state)) {
    const text = describeState(voting)
    return (
      <p>
        {text[0]?.toUpperCase()}
        {text.slice(1)}. There is nothing left to do.
      </p>
    )
  }
  return (
    <ul className={styles.steps}>
      {steps.map(([step, title]) => {
        const obstacle = findObstacle(step, voting, account, nowAt)
        return (
          <li key={step} data-open={obstacle === undefined}>
            <strong>{title}</strong>
            <div>
              <StepWords step={step} obstacle={obstacle} voting={voting} account={account} />
            </div>
            {obstacle === undefined && mayBeOffered(step, voting, account) && (
              <StepButton step={step} proposal={proposal} onChanged={onChanged} />
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** Anyone may queue and execute; to cancel is offered to the proposer, once it is known that he is here. */
function mayBeOffered(step: Step, { proposer }: Voting, account: Address | undefined): boolean {
  return step !== 'cancel' || (account !== undefined && isAddressEqual(account, proposer))
}

const labels: Readonly<Record<Step, string>> = {
  queue: 'Queue it',
  execute: 'Execute it',
  cancel: 'Cancel it',
}

function StepButton(props: { step: Step; proposal: ResolvedProposal; onChanged: () => void }) {
  const { step, proposal, onChanged } = props
  const { network } = useSession()
  const { governor } = network.addresses
  const call = useMemo(() => createStepCall(governor, step, proposal), [governor, step, proposal])
  return (
    <CallButton
      label={labels[step]}
      look={step === 'cancel' ? 'danger' : 'primary'}
      call={call}
      onDone={onChanged}
    />
  )
}

/** What a step does, or why it cannot be taken. */
function StepWords(props: {
  step: Step
  obstacle: Obstacle | undefined
  voting: Voting
  account: Address | undefined
}): ReactNode {
  const { step, obstacle, voting, account } = props
  const { state, executableAt, proposer, voteStartAt } = voting
  if (step === 'queue') {
    if (obstacle === undefined) {
      return 'It has passed. Anyone may hand it to the timelock, which holds it for its delay.'
    }
    return state === 'queued' ? 'Done: the timelock holds it.' : 'Possible once it has passed.'
  }
  if (step === 'execute') {
    if (obstacle === undefined) {
      return 'The timelock’s delay is over. Anyone may execute it: then it takes effect.'
    }
    if (obstacle !== 'delay') return 'Possible once it is queued and the timelock’s delay is over.'
    return (
      <>
        The timelock lets it through{' '}
        <strong>
          <Countdown to={executableAt} past="with the next block" />
        </strong>
        , at <Moment at={executableAt} />.
      </>
    )
  }
  if (obstacle === 'state') return 'Not any more: its proposer could, until the vote began.'
  if (account !== undefined && obstacle === undefined) {
    return 'You proposed it: until the vote begins you can take it back. That is final.'
  }
  return (
    <>
      Its proposer <Short hex={proposer} what="the proposer’s address" /> can, until the vote begins
      at <Moment at={voteStartAt} />.
    </>
  )
}
