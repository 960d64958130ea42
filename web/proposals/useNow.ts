import { useEffect, useState } from 'react'
import { readNextBlockAt } from '../../client/readNextBlockAt.ts'
import { useReading } from '../data/useReading.ts'

/**
 * The chain's present, Unix seconds: what the block would have that holds a transaction of now. A local chain may live in
 * another year than the visitor. Undefined until the node has told.
 *
 * @param everyMs - How often the page is drawn anew for it.
 */
export function useNow(everyMs: number): bigint | undefined {
  const { data } = useReading({
    key: ['next-block-at'],
    isLive: true,
    read: async ({ client }) => ({ at: await readNextBlockAt(client), readMs: performance.now() }),
  })
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  if (data === undefined) return undefined
  return data.at + BigInt(Math.max(0, Math.floor((nowMs - data.readMs) / 1_000)))
}
