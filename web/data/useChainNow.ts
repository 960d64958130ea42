import { useEffect, useRef, useState } from 'react'
import { useHead } from './useHead.ts'

/** For how long the clock runs on without a block, seconds: a chain that brings none stands still. */
const RUN_ON_SEC = 180

/**
 * The time on the chain, Unix seconds: that of its latest block, and the seconds since this page saw it. Chains keep their own
 * time; a local one may be years away from the visitor's. Undefined until there is a block.
 */
export function useChainNow(): bigint | undefined {
  const head = useHead()
  const seen = useRef<{ hash: string; ms: number }>(undefined)
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  if (head === undefined) return undefined
  if (seen.current?.hash !== head.hash) seen.current = { hash: head.hash, ms: performance.now() }
  const sinceSec = Math.max(0, Math.round((nowMs - seen.current.ms) / 1_000))
  return head.timestamp + BigInt(Math.min(sinceSec, RUN_ON_SEC))
}
