import { useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { formatMarket } from '../../../governance/index.ts'
import { useGoverned } from '../../data/useGoverned.ts'
import { listOrigins } from '../../network/limitConnections.ts'
import { useSession } from '../../network/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { Loading } from '../../ui/ReadingView.tsx'
import type { VerifyJob } from '../../verify/job.ts'
import { summarize, worstOf } from '../../verify/words.ts'
import { CorePanel } from './CorePanel.tsx'
import { type Choices, keepChoices, readChoices } from './choices.ts'
import { ProgressView } from './ProgressView.tsx'
import { UpdateTable } from './UpdateTable.tsx'
import { useVerification, type Verification } from './useVerification.ts'
import { CopyRow, kindTones, VerdictView } from './VerdictView.tsx'
import { VerifyForm } from './VerifyForm.tsx'
import styles from './verify.module.css'

/** Any value in force, rebuilt from raw headers and logs in the visitor's browser. */
export default function VerifyPage() {
  const { update: which } = useParams<{ update?: string }>()
  const [, navigate] = useLocation()
  const { network } = useSession()
  const { data: governed } = useGoverned()
  const [choices, setChoices] = useState(readChoices)
  const { marketId, witnessUrl } = choices
  const job: VerifyJob = {
    rpcUrl: network.rpcUrl ?? '',
    witnessUrl,
    riskParameters: network.addresses.riskParameters,
    startBlock: network.startBlock,
    pools: network.pools,
    marketId,
    which,
  }
  const verification = useVerification(job)
  const { state, updates, outcomes, cancel, runAgain } = verification
  const origins = listOrigins(network)

  function change(next: Choices) {
    keepChoices(next)
    setChoices(next)
  }
  function verify(wanted: string) {
    if (wanted === which) runAgain()
    else navigate(`/verify/${encodeURIComponent(wanted)}`)
  }
  return (
    <Page
      title="Verify"
      lead="Any value in force is rebuilt here, in this browser, from the chain's raw headers, logs and states. No index, no bot and no server of ours is asked."
    >
      <Panel title="What to verify">
        <VerifyForm
          choices={choices}
          markets={[...(governed?.markets.keys() ?? [])]}
          origins={origins}
          onChange={change}
          onVerify={verify}
        />
        {state === 'running' && which !== undefined && (
          <ProgressView verification={verification} onCancel={cancel} />
        )}
        <Ending verification={verification} which={which} onAgain={runAgain} />
      </Panel>
      {which === 'all' && <Summary verification={verification} market={marketId} />}
      {which !== undefined &&
        which !== 'all' &&
        outcomes.map((outcome) => <VerdictView key={outcome.update.logIndex} outcome={outcome} />)}
      <Panel
        title={which === 'all' ? 'All updates' : 'Recent updates'}
        actions={which !== undefined && <Link href="/verify">Only the list</Link>}
      >
        {updates === undefined ? (
          state === 'running' ? (
            <Loading what="the updates" />
          ) : (
            <p className={styles.soft}>The updates were not read.</p>
          )
        ) : updates.length === 0 ? (
          <p className={styles.soft}>
            No report was taken yet. The first push makes the first update.
          </p>
        ) : (
          <UpdateTable
            key={which === 'all' ? 'all' : 'some'}
            caption={`${updates.length} updates since the deployment, the latest first`}
            updates={updates}
            outcomes={outcomes}
          />
        )}
      </Panel>
      <CorePanel />
    </Page>
  )
}

function Ending(props: {
  verification: Verification
  which: string | undefined
  onAgain: () => void
}) {
  const { verification, which, onAgain } = props
  const { state, failure } = verification
  const again = (
    <Button isSmall onClick={onAgain}>
      {which === undefined ? 'Read again' : 'Verify again'}
    </Button>
  )
  if (state === 'cancelled') {
    return (
      <Notice tone="info" title="Cancelled" isAnnounced>
        <p>Nothing is claimed. What was read is kept while this site is open.</p>
        {again}
      </Notice>
    )
  }
  if (state !== 'failed') return null
  return (
    <Notice tone="danger" title={which === undefined ? 'There is no list' : 'Refused'} isAnnounced>
      <p>{which === undefined ? failure : `Nothing was verified: ${failure}.`}</p>
      {again}
    </Notice>
  )
}

function Summary(props: { verification: Verification; market: `0x${string}` | undefined }) {
  const { state, outcomes, result } = props.verification
  if (outcomes.length === 0) return null
  const isDone = state === 'done'
  const kind = worstOf(outcomes)
  const title = isDone ? 'All updates were checked' : 'So far'
  return (
    <Notice tone={isDone ? kindTones[kind] : 'info'} title={title} isAnnounced={isDone}>
      <p>
        {summarize(outcomes)}
        {result !== undefined &&
          ` Rebuilt from ${result.headerCount.toLocaleString('en')} headers and the pools' logs, without the index.`}
      </p>
      {isDone && (
        <CopyRow
          outcomes={outcomes}
          which="all"
          {...(props.market !== undefined && { market: formatMarket(props.market) })}
        />
      )}
    </Notice>
  )
}
