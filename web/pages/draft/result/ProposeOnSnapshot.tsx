import { useState } from 'react'
import type { Address } from 'viem'
import { formatUtc } from '../../../../client/formatUtc.ts'
import { findLastMoment, planOnSnapshot } from '../../../../client/proposing/planOnSnapshot.ts'
import { rehearseCall } from '../../../../client/rehearseCall.ts'
import type { SnapshotProposalPlan } from '../../../../client/snapshotProposal.ts'
import { signMessage } from '../../../../snapshot/index.ts'
import { openHub } from '../../../network/openHub.ts'
import { useSession } from '../../../network/session.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Short } from '../../../ui/texts.tsx'
import { CallButton } from '../../../wallet/CallButton.tsx'
import { FailureNotice } from '../../../wallet/dialogs/FailureNotice.tsx'
import { useWallet } from '../../../wallet/useWallet.ts'
import styles from '../draft.module.css'
import type { PreparedProposal } from './useProposal.ts'

type Step =
  | { at: 'start'; failure?: unknown }
  | { at: 'work'; what: string }
  | { at: 'posted'; plan: SnapshotProposalPlan; wasPosted: boolean }

/**
 * The two steps of a proposal that is also on Snapshot: its proposer signs and posts it there, then the Governor's is made that
 * takes the votes. Nothing is posted that the Governor would refuse, and what was posted before is taken up.
 */
export default function ProposeOnSnapshot(props: {
  prepared: PreparedProposal
  proposer: Address
  onDone: () => void
}) {
  const { prepared, proposer, onDone } = props
  const session = useSession()
  const { getSigner } = useWallet()
  const [step, setStep] = useState<Step>({ at: 'start' })
  const { document, proposal, description } = prepared
  // A draft that has changed since is another proposal.
  const isOfNow = step.at !== 'posted' || step.plan.fields.body === description
  const post = async () => {
    try {
      setStep({ at: 'work', what: 'Asking Snapshot and the Governor whether they would take it …' })
      const { client, network } = session
      const { title } = document
      const hub = openHub(network, true)
      const { governor } = network.addresses
      const { plan, wasPosted } = await planOnSnapshot(client, hub, governor, proposer, {
        title,
        proposal,
      })
      await rehearseCall(client, proposer, plan.call)
      if (!wasPosted) {
        setStep({ at: 'work', what: 'Waiting for the signature in your wallet …' })
        const envelope = await signMessage(await getSigner(), plan.data)
        setStep({ at: 'work', what: 'Posting it …' })
        await hub.post(envelope)
      }
      setStep({ at: 'posted', plan, wasPosted })
    } catch (error) {
      setStep({ at: 'start', failure: error })
    }
  }
  return (
    <div className={styles.stack}>
      <ol className={styles.steps}>
        <li>Sign the proposal for Snapshot, and post it there.</li>
        <li>Send the Governor's proposal, which takes the votes there.</li>
      </ol>
      {step.at === 'start' && step.failure !== undefined && (
        <FailureNotice error={step.failure} what="signed" />
      )}
      {step.at === 'posted' && isOfNow ? (
        <>
          <Notice tone="good" title="It is on Snapshot" isAnnounced>
            <p>
              {step.wasPosted ? 'It was posted before, as ' : 'It was posted as '}
              <Short hex={step.plan.snapshotProposalId} what="the id on Snapshot" />. Votes there
              count once the Governor has its proposal: send it before{' '}
              {formatUtc(findLastMoment(step.plan))}.
            </p>
          </Notice>
          <CallButton label="Propose at the Governor" call={step.plan.call} onDone={onDone} />
        </>
      ) : (
        <div className={styles.row}>
          <Button look="primary" disabled={step.at === 'work'} onClick={() => void post()}>
            Sign and post on Snapshot
          </Button>
          <span role="status">{step.at === 'work' ? step.what : ''}</span>
        </div>
      )}
    </div>
  )
}
