const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** Blocks whose hashes a chain keeps for contracts, unless docs/networks.md says otherwise: EIP-2935. */
export const HISTORY_BLOCKS = 8_191

/** How long a number of blocks lasts, roughly: `40 s`, `27 min`, `27.3 h`. */
export function formatSpan(blocks: number | bigint, blockTimeMs: number): string {
  const spanMs = Number(blocks) * blockTimeMs
  if (spanMs < 2 * MINUTE_MS) return `${round(spanMs / SECOND_MS)} s`
  if (spanMs < 2 * HOUR_MS) return `${Math.round(spanMs / MINUTE_MS)} min`
  return `${round(spanMs / HOUR_MS)} h`
}

/** A sentence about the blocks whose hashes the chain keeps: a report of an older one is refused. */
export function describeHistory(blockTimeMs: number, historyBlocks = HISTORY_BLOCKS): string {
  const count = historyBlocks.toLocaleString('en-US')
  const each = `${round(blockTimeMs / SECOND_MS, 2)} s`
  return `at ${each} a block, the ${count} blocks whose hashes the chain keeps last ${formatSpan(historyBlocks, blockTimeMs)}`
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits))
}
