import type { RecordedBlock } from './recording.ts'

/** Distance of made blocks: five a minute. */
export const MADE_BLOCK_SEC = 12

/** One row of a record of the gas price: known, and taken to hold, from `at` on. */
export type GasRow = RecordedBlock

/**
 * Blocks where only a gas price is recorded: one every 12 s, at whole multiples of 12 s, from the first row on to `untilAt`, each
 * with the price of the latest row.
 *
 * @param untilAt unix seconds: the last block is the first at or after it.
 */
export function makeBlocks(rows: readonly GasRow[], untilAt: bigint): RecordedBlock[] {
  const blocks: RecordedBlock[] = []
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1]
    const endAt = next === undefined ? findBlockAt(untilAt) + STEP : next.at
    for (let at = findBlockAt(row.at); at < endAt; at += STEP) blocks.push({ ...row, at })
  }
  return blocks
}

const STEP = BigInt(MADE_BLOCK_SEC)

/** The first made block at or after a time. */
function findBlockAt(at: bigint): bigint {
  return ((at + STEP - 1n) / STEP) * STEP
}
