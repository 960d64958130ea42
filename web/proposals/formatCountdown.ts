const MINUTE = 60n
const HOUR = 3_600n
const DAY = 86_400n

/** A length of time as people count it down, in its two largest units: `2 d 3 h`, `4 min 10 s`, `12 s`. */
export function formatCountdown(sec: bigint): string {
  const left = sec < 0n ? 0n : sec
  const parts: readonly (readonly [bigint, string])[] = [
    [left / DAY, 'd'],
    [(left % DAY) / HOUR, 'h'],
    [(left % HOUR) / MINUTE, 'min'],
    [left % MINUTE, 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0n)
  if (first < 0) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0n)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}
