/** `2023-08-17 21:34`, UTC. */
export function formatMinute(unixSec: bigint): string {
  return new Date(Number(unixSec) * 1000).toISOString().slice(0, 16).replace('T', ' ')
}
