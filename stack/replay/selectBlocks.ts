import { formatMinute } from '../../market/formatMinute.ts'
import type { RecordedBlock, RecordedPool, Recording } from '../../market/recording.ts'
import { ReplayError } from './errors.ts'

/** A block, and the rows of the pool that became known with it. */
export interface BlockWithRows {
  block: RecordedBlock
  /** In order of time; those since the block before. */
  rows: readonly RecordedPool[]
}

/**
 * The recorded blocks with `from <= at < to`, each with the pool's rows whose first block it is: a row is known from its own
 * time on.
 *
 * @throws ReplayError if there is no such block.
 */
export function selectBlocks(
  { blocks, pool }: Pick<Recording, 'blocks' | 'pool'>,
  from: bigint | undefined,
  to: bigint | undefined,
): BlockWithRows[] {
  const selected: BlockWithRows[] = []
  let next = 0
  for (const block of blocks) {
    const first = next
    while ((pool[next]?.at ?? block.at + 1n) <= block.at) next += 1
    const isSelected =
      (from === undefined || block.at >= from) && (to === undefined || block.at < to)
    if (isSelected) selected.push({ block, rows: pool.slice(first, next) })
  }
  if (selected.length > 0) return selected
  const [firstAt, lastAt] = [blocks[0]?.at ?? 0n, blocks.at(-1)?.at ?? 0n]
  throw new ReplayError(
    `the market holds no block of that time; choose one within ${formatMinute(firstAt)} to ${formatMinute(lastAt)}`,
  )
}

/**
 * Price and liquidity of the pool before the first block at or after a time: what a pool is opened with. What was known before the
 * very first block is where it stood; if nothing was, the first row opens it.
 */
export function findPoolStart(
  { blocks, pool }: Pick<Recording, 'blocks' | 'pool'>,
  at: bigint,
): { tick: bigint; liquidity: bigint } {
  const before = blocks.findLast((block) => block.at < at)
  const row = pool.findLast((known) => (before ? known.at <= before.at : known.at < at))
  const tick = row?.closeTick ?? pool[0]?.openTick ?? 0n
  const liquidity = row?.liquidity ?? pool[0]?.liquidity ?? 0n
  // A pool without liquidity has no trades; the first row changes it to what it needs.
  return { tick, liquidity: liquidity === 0n ? 1n : liquidity }
}
