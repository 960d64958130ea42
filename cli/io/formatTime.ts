/** A time in UTC, and in the zone of whoever reads: `2026-11-24 10:52:02 UTC (11:52:02 GMT+1)`. Unix seconds. */
export function formatTime(at: bigint, timeZone?: string): string {
  const date = new Date(Number(at) * 1_000)
  const utc = date.toISOString().replace('T', ' ').replace('.000Z', ' UTC')
  const local = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(timeZone !== undefined && { timeZone }),
  }).format(date)
  return `${utc} (${local})`
}
