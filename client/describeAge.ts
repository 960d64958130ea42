import { formatDuration } from './formatDuration.ts'

/**
 * Age and expiry of a market's evidence: `3 min 20 s old, expires in 26 min 40 s`.
 *
 * @param ageSec - undefined: there is no evidence yet.
 */
export function describeAge(ageSec: bigint | undefined, maxAgeSec: bigint): string {
  if (ageSec === undefined) return 'no evidence yet'
  const leftSec = maxAgeSec - ageSec
  const end =
    leftSec >= 0n
      ? `expires in ${formatDuration(leftSec)}`
      : `expired ${formatDuration(-leftSec)} ago`
  return `${formatDuration(ageSec)} old, ${end}`
}
