import { useCallback, useState, useSyncExternalStore } from 'react'
import { Link } from 'wouter'
import { useFollowHead, useHeadReading } from '../data/useHead.ts'
import { describeError } from '../data/useReading.ts'
import { useSession } from '../network/session.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { describeLag } from './describeLag.ts'

/** What is wrong with everything that the pages show: no answer, no connection, a node that is behind, a reorg. */
export function Banners() {
  const { network } = useSession()
  const { data: head, error, dataUpdatedAt, errorUpdatedAt } = useHeadReading()
  const isOnline = useSyncExternalStore(listenToConnection, () => navigator.onLine)
  const [reorgFrom, setReorgFrom] = useState<bigint>()
  useFollowHead(useCallback((from: bigint) => setReorgFrom(from), []))
  const lag = head && describeLag(head.timestamp, Math.max(dataUpdatedAt, errorUpdatedAt), network)
  return (
    <>
      {error !== null && (
        <Notice
          tone="warn"
          title={isOnline ? 'The node does not answer' : 'This device is offline'}
          isAnnounced
        >
          <p>{describeError(error)}</p>
          <p>
            {head === undefined
              ? 'Nothing is known yet. It is asked again every few seconds.'
              : `What you see is of block ${head.number.toLocaleString('en')}. The node is asked again every few seconds.`}
          </p>
          <Link href="/settings">Ask another node</Link>
        </Notice>
      )}
      {error === null && lag !== undefined && (
        <Notice tone="warn" title="The node is behind" isAnnounced>
          <p>{lag}</p>
          <Link href="/settings">Ask another node</Link>
        </Notice>
      )}
      {reorgFrom !== undefined && (
        <Notice tone="warn" title="The chain took another way" isAnnounced>
          <p>
            Block {reorgFrom.toLocaleString('en')} is no longer part of the chain. Everything on
            this page was read anew.
          </p>
          <Button isSmall onClick={() => setReorgFrom(undefined)}>
            I have seen it
          </Button>
        </Notice>
      )}
    </>
  )
}

function listenToConnection(onChange: () => void): () => void {
  addEventListener('online', onChange)
  addEventListener('offline', onChange)
  return () => {
    removeEventListener('online', onChange)
    removeEventListener('offline', onChange)
  }
}
