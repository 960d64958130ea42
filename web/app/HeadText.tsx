import { useEffect, useState } from 'react'
import { useHeadReading } from '../data/useHead.ts'
import { describeError } from '../data/useReading.ts'
import styles from './app.module.css'

/** From when on a chain that brings no block is told to stand still, seconds. */
const STILL_SEC = 180

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
      <span className={styles.headFault} title={describeError(error)}>
        the node does not answer
      </span>
    )
  }
  if (head === undefined) return <span>asking the node …</span>
  const ageSec = Math.max(0, Math.round(nowMs / 1_000) - Number(head.timestamp))
  const age =
    ageSec < STILL_SEC
      ? `${ageSec} s ago`
      : new Date(Number(head.timestamp) * 1_000).toISOString().slice(0, 16).replace('T', ' ')
  return (
    <span title={head.hash}>
      block {head.number.toLocaleString('en')}, {age}
    </span>
  )
}
