/** The last second that a date can name. */
const LAST_AT = 8_640_000_000_000n

/** A time in UTC, to the second: `2026-11-24 10:52:02 UTC`. Unix seconds; beyond every date the number itself. */
export function formatUtc(at: bigint): string {
  if (at > LAST_AT) return `second ${at}`
  return new Date(Number(at) * 1_000).toISOString().replace('T', ' ').replace('.000Z', ' UTC')
}
