import { useMemo, useState } from 'react'
import type { Hex } from 'viem'
import { Link } from 'wouter'
import { formatDuration } from '../../../client/formatDuration.ts'
import { formatEther } from '../../../client/formatEther.ts'
import { diffVectors } from '../../../governance/diffVectors.ts'
import { formatAmount } from '../../../governance/units.ts'
import type { UpdateEvidence } from '../../../query/index.ts'
import type { MarketHistory } from '../../data/history/history.ts'
import type { Push } from '../../data/history/pushes.ts'
import type { Replay } from '../../data/history/replayMarket.ts'
import { useEvidence } from '../../data/history/useEvidence.ts'
import { type PushDetails, usePushDetails } from '../../data/history/usePushDetails.ts'
import { describeError } from '../../data/useReading.ts'
import { inferReason, listLimits, toUsd6 } from '../../markets/describePush.ts'
import { describeDistance, explainKind, listCompared } from '../../markets/evidenceWords.ts'
import { nameUpdateId } from '../../markets/updateIds.ts'
import { Button } from '../../ui/Button.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Moment, Short } from '../../ui/texts.tsx'
import styles from './market.module.css'

/** So many are shown, and asked of the node, at once. */
const PAGE_SIZE = 10

/** The pushes of a history, newest first. */
export function Pushes({ history, replay }: { history: MarketHistory; replay: Replay }) {
  const [page, setPage] = useState(0)
  const newest = useMemo(() => history.pushes.toReversed(), [history.pushes])
  const lastPage = Math.max(0, Math.ceil(newest.length / PAGE_SIZE) - 1)
  const at = Math.min(page, lastPage)
  const shown = newest.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE)
  const { data, error } = usePushDetails(shown)
  const { data: evidence } = useEvidence(shown)
  return (
    <Panel title="Pushes">
      {newest.length === 0 ? (
        <p>Nothing was pushed in this time.</p>
      ) : (
        <>
          <p className={styles.soft}>
            Why a push was sent is not on the chain. It is told as a replica with the usual settings
            decides; where such a one would have waited, only what moved is told.
          </p>
          {error !== null && (
            <Notice tone="warn" title="Cost and signers are not known">
              <p>{describeError(error)}</p>
            </Notice>
          )}
          <PushTable
            pushes={shown}
            replay={replay}
            details={data}
            evidence={evidence}
            hasFailed={error !== null}
          />
          {lastPage > 0 && (
            <nav className={styles.pages} aria-label="Pages of pushes">
              <Button isSmall disabled={at === 0} onClick={() => setPage(at - 1)}>
                Newer
              </Button>
              <span>
                {at * PAGE_SIZE + 1} to {at * PAGE_SIZE + shown.length} of {newest.length}
              </span>
              <Button isSmall disabled={at === lastPage} onClick={() => setPage(at + 1)}>
                Older
              </Button>
            </nav>
          )}
        </>
      )}
    </Panel>
  )
}

function PushTable(props: {
  pushes: readonly Push[]
  replay: Replay
  details: ReadonlyMap<string, PushDetails> | undefined
  evidence: ReadonlyMap<Hex, UpdateEvidence> | undefined
  hasFailed: boolean
}) {
  const { pushes, replay, details, evidence, hasFailed } = props
  return (
    <DataTable
      caption="Pushes, newest first"
      isCaptionHidden
      rows={pushes}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'When',
          cell: ({ blockAt, id }) => (
            <div className={styles.when}>
              <Moment at={blockAt} />
              <Link href={`/verify/${nameUpdateId(id)}`}>Verify {nameUpdateId(id)}</Link>
            </div>
          ),
        },
        { title: 'Why', cell: (push) => <Why push={push} replay={replay} /> },
        { title: 'What moved', cell: (push) => <Moves push={push} /> },
        { title: 'Limits', cell: (push) => <Limits push={push} /> },
        {
          title: 'Evidence',
          cell: (push) => <EvidenceOf push={push} evidence={evidence?.get(push.id)} />,
        },
        {
          title: 'Cost',
          cell: (push) => (
            <Cost push={push} details={details?.get(push.id)} hasFailed={hasFailed} />
          ),
        },
        {
          title: 'Latency',
          cell: ({ blockAt, observedAt, blockNumber, observedBlockNumber }) => {
            const blocks = formatAmount(blockNumber - observedBlockNumber, 'blocks')
            return (
              <span className={styles.nowrap}>
                {formatDuration(blockAt - observedAt)}
                <br />
                <span className={styles.soft}>{blocks}</span>
              </span>
            )
          },
        },
        {
          title: 'Sent and signed by',
          cell: (push) => (
            <Senders push={push} details={details?.get(push.id)} hasFailed={hasFailed} />
          ),
        },
      ]}
    />
  )
}

function Why({ push, replay }: { push: Push; replay: Replay }) {
  const { text, isInferred } = inferReason(push, replay.contexts.get(push.id))
  return (
    <span>
      {text}
      {!isInferred && <span className={styles.soft}> (what moved)</span>}
    </span>
  )
}

function Moves({ push }: { push: Push }) {
  const moves = diffVectors(push.oldValues, push.newValues)
  if (moves.length === 0) return <span>nothing: confirmed</span>
  return (
    <details className={styles.moves}>
      <summary>{`${moves.length} of 8`}</summary>
      <ul>
        {moves.map(({ label, from, to }) => (
          <li key={label}>
            {label} {from} to {to}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Limits({ push }: { push: Push }) {
  const limits = listLimits(push)
  if (limits.length === 0) return <span>none: the target</span>
  return (
    <ul className={styles.plain}>
      {limits.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

/** The kind, and what differs from the index's own measurement of the same time. */
function EvidenceOf({ push, evidence }: { push: Push; evidence: UpdateEvidence | undefined }) {
  const { evidenceKind, largestTargetPips } = push
  const apart =
    (evidence && listCompared(evidence))?.filter((figure) => figure.apart !== '0 %') ?? []
  const distance = describeDistance(largestTargetPips)
  return (
    <div className={styles.evidence}>
      <span title={explainKind(evidenceKind)}>{evidenceKind}</span>
      {apart.length === 0 ? (
        <span className={styles.soft}>{distance}</span>
      ) : (
        <details className={styles.moves}>
          <summary>{distance}</summary>
          <ul>
            {apart.map(({ name, reported, own, apart }) => (
              <li key={name}>
                {name} {reported}, index {own}: {apart}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

interface DetailProps {
  push: Push
  details: PushDetails | undefined
  hasFailed: boolean
}

function Cost({ push, details, hasFailed }: DetailProps) {
  if (details === undefined)
    return <span className={styles.soft}>{hasFailed ? 'unknown' : '…'}</span>
  const { costWei, gasUsed, reportCount } = details
  const usd6 = toUsd6(costWei, push.observation.nativePriceUsd6)
  return (
    <span className={styles.nowrap}>
      {formatEther(costWei)}
      <br />
      {push.observation.nativePriceUsd6 > 0n && <>about {formatAmount(usd6, 'usd6')}, </>}
      <span className={styles.soft}>
        {formatAmount(gasUsed, 'gas')}
        {reportCount > 1 && `, shared by ${reportCount} reports`}
      </span>
    </span>
  )
}

function Senders({ push, details, hasFailed }: DetailProps) {
  const signers = details?.signers
  return (
    <div className={styles.senders}>
      <span>
        sent <Short hex={push.sender} what="sender" />
      </span>
      {signers?.map(({ address, isContract }) => (
        <span key={address}>
          signed <Short hex={address} what="signer" />
          {isContract && ' (a contract)'}
        </span>
      ))}
      {details !== undefined && signers === undefined && (
        <span className={styles.soft}>sent through another contract: signers are not shown</span>
      )}
      {details === undefined && hasFailed && <span className={styles.soft}>signers unknown</span>}
    </div>
  )
}
