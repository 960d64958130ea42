const units = [
  [86_400n, 'd'],
  [3_600n, 'h'],
  [60n, 'min'],
  [1n, 's'],
] as const

/** A time in its two largest units: `3 min 20 s`, `2 h`, `0 s`. Seconds, rounded down to the smaller unit. */
export function formatDuration(sec: bigint): string {
  const first = Math.max(
    0,
    units.findIndex(([length]) => sec >= length),
  )
  if (sec < 1n) return '0 s'
  const [length, name] = units[first] as (typeof units)[number]
  const next = units[first + 1]
  const rest = next === undefined ? 0n : (sec % length) / next[0]
  return [`${sec / length} ${name}`, ...(rest > 0n ? [`${rest} ${next?.[1]}`] : [])].join(' ')
}
