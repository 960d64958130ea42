import { formatDuration } from '../../client/formatDuration.ts'
import { useNow } from './useNow.ts'

const SECOND_MS = 1_000

/**
 * How long it is until a moment, or since: `in 4 min 10 s`, `2 d 3 h ago`.
 *
 * @param past - Said when the moment has come, for what only a block can show.
 */
export function Countdown({ to, past }: { to: bigint; past?: string }) {
  const now = useNow(SECOND_MS)
  if (now === undefined) return null
  const text = to > now ? `in ${formatDuration(to - now)}` : `${formatDuration(now - to)} ago`
  return <span>{to <= now && past !== undefined ? past : text}</span>
}
