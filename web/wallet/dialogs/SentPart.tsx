import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Hex } from 'viem'
import { tryCall } from '../../../client/rehearseCall.ts'
import { describeError } from '../../data/useReading.ts'
import { useSession } from '../../network/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Facts } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Short, Words } from '../../ui/texts.tsx'
import type { CallRequest } from '../connected.ts'
import { type Fate, followTransaction } from '../followTransaction.ts'
import { useWalletContext } from '../walletContext.ts'
import styles from './dialogs.module.css'

/** How often the reader's node is asked whether it knows a transaction, and how often it may say no, milliseconds and times. */
const LOOK_MS = 4_000
const MAX_UNSEEN = 5
/** How long a transaction is followed, milliseconds. */
const PATIENCE_MS = 3_600_000

/** Follows what a wallet has sent, by the reader's own node. */
export function SentPart(props: { hash: Hex; request: CallRequest; onClose: () => void }) {
  const { hash, request, onClose } = props
  const fate = useFate(hash, request)
  const isUnseen = useUnseen(hash, fate === undefined)
  return (
    <>
      {fate === undefined ? (
        <div className={styles.waiting} role="status">
          <strong>
            <span className={styles.pulse} aria-hidden="true" />
            Sent. Waiting for its block …
          </strong>
          <p>You may close this window: what was sent goes on.</p>
        </div>
      ) : (
        <FateNotice fate={fate} request={request} />
      )}
      {isUnseen && fate === undefined && (
        <Notice tone="warn" title="The node does not know it" isAnnounced>
          <p>
            The wallet says that it has sent it, but the node of this page has not seen it. The
            wallet may use a node of another chain, or the transaction was dropped because its fee
            is too low. Look into the wallet's own list of what it sent.
          </p>
        </Notice>
      )}
      <Facts
        facts={[['Transaction', <Short key="hash" hex={fate?.hash ?? hash} what="the hash" />]]}
      />
      <div>
        <Button look={fate === undefined ? 'plain' : 'primary'} onClick={onClose}>
          {fate === undefined ? 'Close and let it go on' : 'Done'}
        </Button>
      </div>
    </>
  )
}

function FateNotice({ fate, request }: { fate: Fate; request: CallRequest }) {
  const block = `block ${fate.blockNumber.toLocaleString('en')}`
  switch (fate.kind) {
    case 'done':
      return (
        <Notice tone="good" title="Done" isAnnounced>
          <p>It is in {block}.</p>
        </Notice>
      )
    case 'reverted':
      return (
        <Notice tone="danger" title="The contract refused it in its block" isAnnounced>
          <p>It is in {block} and changed nothing, but its gas is paid.</p>
          <WhyReverted request={request} />
        </Notice>
      )
    case 'cancelled':
      return (
        <Notice title="It was cancelled in the wallet" isAnnounced>
          <p>Another transaction took its place in {block}. Nothing was done.</p>
        </Notice>
      )
    case 'replaced':
      return (
        <Notice tone="warn" title="The wallet sent something else in its place" isAnnounced>
          <p>In {block} there is another transaction of this account. This one is void.</p>
        </Notice>
      )
  }
}

/** What the contract says to the same call now. */
function WhyReverted({ request }: { request: CallRequest }) {
  const { client } = useSession()
  const { connected } = useWalletContext()
  const [why, setWhy] = useState<string>()
  const account = connected?.account
  useEffect(() => {
    if (account === undefined) return
    tryCall(client, account, request.call).catch((error) => setWhy(describeError(error)))
  }, [client, account, request])
  return why === undefined ? null : <Words text={`Tried again now: ${why}`} />
}

/** What became of it; everything on the page is read anew then. */
function useFate(hash: Hex, { onDone }: CallRequest): Fate | undefined {
  const { client } = useSession()
  const queries = useQueryClient()
  const [fate, setFate] = useState<Fate>()
  const done = useRef(onDone)
  done.current = onDone
  useEffect(() => {
    // Also when the window is closed: whoever asked for it is told.
    followTransaction(client, hash, AbortSignal.timeout(PATIENCE_MS)).then(
      (found) => {
        setFate(found)
        void queries.invalidateQueries()
        if (found.kind === 'done') done.current?.(found.hash)
      },
      () => {
        // It is in no block after a long time.
      },
    )
  }, [client, hash, queries])
  return fate
}

/** Whether the node has said for a while that it does not know it. */
function useUnseen(hash: Hex, isWaiting: boolean): boolean {
  const { client } = useSession()
  const [misses, setMisses] = useState(0)
  useEffect(() => {
    if (!isWaiting) return
    const look = () =>
      client.getTransaction({ hash }).then(
        () => setMisses(0),
        () => setMisses((count) => count + 1),
      )
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [client, hash, isWaiting])
  return misses >= MAX_UNSEEN
}
