/** A time as the steps of a check name it: `2026-11-24T10:52:02Z`; unix seconds. */
export function formatTime(at: bigint): string {
  return new Date(Number(at) * 1_000).toISOString().replace('.000Z', 'Z')
}
