import { formatCountdown } from './formatCountdown.ts'
import { useNow } from './useNow.ts'

const SECOND_MS = 1_000

/** How long it is until a moment, or since: `in 4 min 10 s`, `2 d 3 h ago`. */
export function Countdown({ to }: { to: bigint }) {
  const now = useNow(SECOND_MS)
  if (now === undefined) return null
  return (
    <span>{to > now ? `in ${formatCountdown(to - now)}` : `${formatCountdown(now - to)} ago`}</span>
  )
}
