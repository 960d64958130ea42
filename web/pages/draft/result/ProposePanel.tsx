import { lazy, Suspense, useId, useState } from 'react'
import { type Address, getAddress, isAddress, isAddressEqual } from 'viem'
import { Link } from 'wouter'
import { formatVotes, shortenId, toIdHex } from '../../../../governance/index.ts'
import { useSession } from '../../../network/session.ts'
import { Button } from '../../../ui/Button.tsx'
import { Facts } from '../../../ui/DataTable.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Loading, ReadingView } from '../../../ui/ReadingView.tsx'
import { Short } from '../../../ui/texts.tsx'
import { CallButton } from '../../../wallet/CallButton.tsx'
import { useWallet } from '../../../wallet/useWallet.ts'
import styles from '../draft.module.css'
import { type PreparedProposal, useProposalPlace, useProposingPower } from './useProposal.ts'

// Snapshot's package is large, and most proposals do without it.
const ProposeOnSnapshot = lazy(() => import('./ProposeOnSnapshot.tsx'))

/** Who proposes, whether he may, and the button that does it. */
export function ProposePanel(props: {
  prepared: PreparedProposal
  proposer: Address | undefined
  /** As it was typed; undefined: the wallet's account. */
  typed: string | undefined
  onType: (typed: string | undefined) => void
}) {
  const { prepared, proposer, typed, onType } = props
  const { network } = useSession()
  const { account, openMenu } = useWallet()
  const id = useId()
  const [isOnSnapshot, setOnSnapshot] = useState(false)
  const [sent, setSent] = useState<bigint>()
  const power = useProposingPower(proposer)
  const place = useProposalPlace(prepared, proposer)
  const isOwn = account !== undefined && proposer !== undefined && isAddressEqual(account, proposer)
  const hasSnapshot = network.hubUrl !== undefined && network.sequencerUrl !== undefined
  const isWrong = typed !== undefined && typed !== '' && !isAddress(typed)
  // What is kept of another draft while this one is asked about says nothing of it.
  const at = place.isPlaceholderData ? undefined : place.data
  const isSent = sent !== undefined && sent === at?.id
  const isThere = at?.standing !== undefined
  const done = () => at !== undefined && setSent(at.id)
  return (
    <section className={styles.part} aria-label="Propose">
      <h2>Propose</h2>
      <div className={styles.field}>
        <label htmlFor={id}>Who proposes</label>
        <input
          id={id}
          type="text"
          className={`${styles.long} ${styles.address}`}
          value={typed ?? account ?? ''}
          placeholder="0x…"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={isWrong}
          aria-describedby={`${id}-help`}
          onChange={({ target }) => onType(target.value.trim())}
        />
        <div id={`${id}-help`} className={isWrong ? styles.error : styles.help}>
          {isWrong
            ? 'Allowed is an address: 0x and 40 hex digits with their checksum, or all of them small'
            : "The wallet's account, or another, such as a Safe. The description names it in its last line, so that nobody else can propose the same before."}
        </div>
      </div>
      {proposer === undefined ? (
        <p className={styles.help}>
          Connect a wallet, or give the account: the id of the proposal depends on it.
        </p>
      ) : (
        <ReadingView reading={power} what="the account's votes">
          {({ votes, thresholdVotes }) => (
            <>
              <Facts
                facts={[
                  [
                    'Proposal',
                    at === undefined ? (
                      '…'
                    ) : (
                      <Short key="id" hex={toIdHex(at.id)} what="the proposal's id" />
                    ),
                  ],
                  ['Its votes now', formatVotes(votes)],
                  ['Needed to propose', formatVotes(thresholdVotes)],
                ]}
              />
              {votes < thresholdVotes && (
                <Notice tone="warn" title="This account may not propose yet">
                  <p>
                    It has {formatVotes(votes)} votes, and the Governor asks for{' '}
                    {formatVotes(thresholdVotes)}. Votes come from tokens that are delegated to it,
                    its own included: <Link href="/account">Account</Link> has both. Everything else
                    here works without them.
                  </p>
                </Notice>
              )}
            </>
          )}
        </ReadingView>
      )}
      {isThere && !isSent && (
        <Notice tone="warn" title="This proposal exists already" isAnnounced>
          <p>{at?.standing}</p>
          <ToProposal id={at?.id ?? 0n} />
        </Notice>
      )}
      {isSent && (
        <Notice tone="good" title="Proposed" isAnnounced>
          <p>It stands at the Governor, and its vote begins after the voting delay.</p>
          <ToProposal id={sent} />
        </Notice>
      )}
      {hasSnapshot && !isThere && (
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={isOnSnapshot}
            onChange={({ target }) => setOnSnapshot(target.checked)}
          />
          Also on Snapshot, where votes cost nothing and count at the Governor
        </label>
      )}
      {account === undefined && (
        <Button look="primary" onClick={openMenu}>
          Connect a wallet to propose
        </Button>
      )}
      {!isOwn && proposer !== undefined && (
        <p className={styles.help}>
          It can be sent by {proposer} only: connect that account, or give the file for a Safe to a
          Safe.
        </p>
      )}
      {isOwn && !isThere && isOnSnapshot && (
        <Suspense fallback={<Loading what="Snapshot's package" />}>
          <ProposeOnSnapshot prepared={prepared} proposer={proposer} onDone={done} />
        </Suspense>
      )}
      {isOwn && !isThere && !isOnSnapshot && (
        <CallButton label="Propose" call={prepared.call} onDone={done} />
      )}
    </section>
  )
}

function ToProposal({ id }: { id: bigint }) {
  return (
    <p>
      <Link href={`/proposals/${shortenId(id)}`}>Open the proposal {shortenId(id)}</Link>
    </p>
  )
}

/** The account that proposes: the one that was typed, or the wallet's. */
export function chooseProposer(
  typed: string | undefined,
  account: Address | undefined,
): Address | undefined {
  if (typed === undefined || typed === '') return account
  return isAddress(typed) ? getAddress(typed) : undefined
}
