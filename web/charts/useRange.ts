import { useEffect, useRef, useState } from 'react'
import type { TimeRange } from './chart.ts'
import { followEnd } from './view.ts'

/**
 * What of all is seen: as the page says, or kept here; all at first. Who looks at the end keeps looking at it when more
 * comes.
 */
export function useRange(
  extent: TimeRange,
  given: TimeRange | undefined,
  onRange: ((range: TimeRange) => void) | undefined,
): [TimeRange, (range: TimeRange) => void] {
  const [own, setOwn] = useState<TimeRange>()
  const range = given ?? own
  const change = (next: TimeRange) => {
    if (onRange === undefined) setOwn(next)
    else onRange(next)
  }
  const { from, to } = extent
  const before = useRef({ extent, range, change })
  useEffect(() => {
    const { extent: last, range: seen, change: apply } = before.current
    if (seen === undefined || (last.from === from && last.to === to)) return
    const next = followEnd(seen, last, { from, to })
    if (next !== seen) apply(next)
  }, [from, to])
  useEffect(() => {
    before.current = { extent, range, change }
  })
  return [range ?? extent, change]
}
