import { useEffect, useState } from 'react'
import { formatDuration } from '../../client/formatDuration.ts'
import { formatUtc } from '../../client/formatUtc.ts'
import { useHeadReading } from '../data/useHead.ts'
import { describeError } from '../data/useReading.ts'
import styles from './app.module.css'

/** From when on a block's time is told instead of its age, seconds: a replay has a time of its own. */
const LONG_SEC = 3_600n

/** The latest block and its age, or why there is none. */
export function HeadText() {
  const { data: head, error } = useHeadReading()
  const [nowMs, setNowMs] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  if (error !== null) {
    return (
      <span className={styles.block} data-state="fault" title={describeError(error)}>
        the node does not answer
      </span>
    )
  }
  if (head === undefined) {
    return (
      <span className={styles.block} data-state="waiting">
        asking the node …
      </span>
    )
  }
  const ageSec = BigInt(Math.floor(nowMs / 1_000)) - head.timestamp
  const isOld = ageSec >= LONG_SEC
  const when = isOld ? formatUtc(head.timestamp) : `${formatDuration(ageSec)} ago`
  return (
    <span className={styles.block} data-state="live" title={head.hash}>
      block {head.number.toLocaleString('en')}, {when}
    </span>
  )
}
