import { type ReactNode, useEffect, useState } from 'react'
import { describeError, type Reading } from '../data/useReading.ts'
import { Button } from './Button.tsx'
import { Notice } from './Notice.tsx'
import styles from './ui.module.css'

/** After which reading counts as slow, milliseconds. */
const SLOW_MS = 4_000

/**
 * What was read, or what came of reading it: loading, slow, failed, failed with what was read before, empty.
 *
 * @param what - In a sentence: `the markets`.
 * @param empty - Shown where there is nothing; `isEmpty` says when.
 */
export function ReadingView<Data>(props: {
  reading: Reading<Data>
  what: string
  isEmpty?: (data: Data) => boolean
  empty?: ReactNode
  children: (data: Data) => ReactNode
}) {
  const { reading, what, isEmpty, empty, children } = props
  const { data, error, isFetching } = reading
  const again = (
    <Button isSmall onClick={() => void reading.refetch()} disabled={isFetching}>
      {isFetching ? 'Reading …' : 'Read again'}
    </Button>
  )
  if (data === undefined) {
    if (error === null) return <Loading what={what} />
    return (
      <Notice tone="warn" title={`There is no answer about ${what}`}>
        <p>{describeError(error)}</p>
        {again}
      </Notice>
    )
  }
  return (
    <>
      {error !== null && (
        <Notice tone="warn" title="This is what was read before">
          <p>{describeError(error)}</p>
          {again}
        </Notice>
      )}
      {isEmpty?.(data) === true ? <div className={styles.empty}>{empty}</div> : children(data)}
    </>
  )
}

/** Something is on its way; says so after a while. */
export function Loading({ what }: { what: string }) {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={styles.skeleton} role="status">
      {isSlow ? `Still reading ${what}; the service takes its time …` : `Reading ${what} …`}
    </div>
  )
}
