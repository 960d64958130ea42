import { setTimeout as sleep } from 'node:timers/promises'
import { formatMinute } from '../../market/formatMinute.ts'
import type { RecordedPool, Recording } from '../../market/recording.ts'
import { ReplayError, ReplayMismatchError } from './errors.ts'
import { GasFiller } from './gasFiller.ts'
import { planMinute } from './planMinute.ts'
import { type Action, type PoolState, ReplayChain, type ReplayPool } from './replayChain.ts'
import { selectBlocks } from './selectBlocks.ts'

export interface ReplayOptions {
  /** A local chain, by anvil. */
  url: string
  pool: ReplayPool
  recording: Pick<Recording, 'blocks' | 'pool'>
  /** Blocks with `from <= at < to`, unix seconds. All of the recording without them. */
  from?: bigint | undefined
  to?: bigint | undefined
  /** How many times faster than the market was: 1 is as fast, Infinity does not wait at all. */
  speed: number
  /**
   * Leaves the chain without mining of its own, for a replay that goes on from here: else a block between the two, at the clock's
   * time, could come after the next recorded one.
   */
  isContinued?: boolean
  /**
   * Awaited before each block, with its time, unix seconds, and after it: what is sent before is waiting when the block is planned, what
   * is read after is its state.
   */
  beforeBlock?: ((at: bigint) => Promise<void>) | undefined
  afterBlock?: ((at: bigint) => Promise<void>) | undefined
  /** Called after each block with its time, unix seconds. */
  onBlock?: (done: number, total: number, at: bigint) => void
  signal?: AbortSignal | undefined
}

export interface ReplayResult {
  blocks: number
  /** Of the pool: minutes as a rule. */
  rows: number
  trades: number
  liquidityChanges: number
  /** Rows in whose block somebody else had transactions: of these the pool's end is not checked. */
  sharedRows: number
  /** Of all blocks, 1e6 = 100 %. */
  gasUsedRatioPips: bigint
  firstBlock: number
  lastBlock: number
  elapsedSec: number
}

/**
 * Drives a real chain and a real pool through a recorded time: every block at its own time, with its own base fee and
 * gas used; the pool's liquidity and trades in the first block at or after each row's time, so that the pool is where the
 * record says. Reads the pool after each such block and compares.
 *
 * The chain's own mining is switched off meanwhile; transactions of others get into the replay's blocks.
 *
 * @throws ReplayError if the chain or the pool cannot do it; ReplayMismatchError if a row ends elsewhere.
 */
export async function replayRecording(options: ReplayOptions): Promise<ReplayResult> {
  const { recording, speed, beforeBlock, afterBlock, onBlock, signal } = options
  const selected = selectBlocks(recording, options.from, options.to)
  const beginAt = selected[0]?.block.at ?? 0n
  const chain = await ReplayChain.open(options.url, options.pool, beginAt)
  const filler = new GasFiller(chain.gasLimit)
  const startedAt = performance.now()
  const waitUntil = async (blockAt: bigint) => {
    const dueMs = startedAt + (Number(blockAt - beginAt) * 1_000) / speed
    const waitMs = dueMs - performance.now()
    if (Number.isFinite(speed) && waitMs > 1) await sleep(waitMs, undefined, { signal })
    signal?.throwIfAborted()
  }

  const result = { rows: 0, trades: 0, liquidityChanges: 0, sharedRows: 0 }
  const firstBlock = chain.state.blockNumber + 1
  await chain.takeOver()
  try {
    for (const [index, { block, rows }] of selected.entries()) {
      await waitUntil(block.at)
      await beforeBlock?.(block.at)
      const actions = planActions(rows, chain.state, BigInt(options.pool.feePips))
      result.rows += rows.length
      result.trades += actions.filter(({ type }) => type === 'trade').length
      result.liquidityChanges += actions.filter(({ type }) => type === 'liquidity').length
      const othersGas = await chain.readOthersGas()
      const fill = filler.planBlock(block.gasUsedRatioPips, actions.length, othersGas)
      const isShared = await chain.addBlock(block.at, block.baseFeePerGas, actions, fill)
      filler.settleBlock(chain.state.gasUsed)
      if (isShared) result.sharedRows += rows.length
      else checkRow(rows.at(-1), chain.state)
      await afterBlock?.(block.at)
      onBlock?.(index + 1, selected.length, block.at)
    }
  } finally {
    if (options.isContinued !== true) await chain.handBack()
  }
  return {
    ...result,
    blocks: chain.state.blockNumber + 1 - firstBlock,
    gasUsedRatioPips: chain.gasUsedRatioPips,
    firstBlock,
    lastBlock: chain.state.blockNumber,
    elapsedSec: (performance.now() - startedAt) / 1_000,
  }
}

function planActions(rows: readonly RecordedPool[], state: PoolState, feePips: bigint): Action[] {
  let pool: Pick<PoolState, 'sqrtPriceX96' | 'liquidity'> = state
  return rows.flatMap((row) => {
    const actions = planRow(row, pool, feePips)
    const prices = actions.flatMap((action) => (action.type === 'trade' ? [action.toX96] : []))
    pool = { sqrtPriceX96: prices.at(-1) ?? pool.sqrtPriceX96, liquidity: row.liquidity }
    return actions
  })
}

/** Liquidity first, so that the trades meet what was recorded; last if none is to be left, as nothing trades without. */
function planRow(
  row: RecordedPool,
  pool: Pick<PoolState, 'sqrtPriceX96' | 'liquidity'>,
  feePips: bigint,
): Action[] {
  const isEmptied = row.liquidity === 0n
  const liquidity = isEmptied ? pool.liquidity : row.liquidity
  const way = planMinute({ ...row, liquidity }, pool.sqrtPriceX96, feePips)
  if (liquidity === 0n && way.length > 0) {
    throw new ReplayError(
      `the row of ${formatMinute(row.at)} moves the price without liquidity, which no pool does; correct the market`,
    )
  }
  const trades = way.map((toX96): Action => ({ type: 'trade', toX96 }))
  if (row.liquidity === pool.liquidity) return trades
  const change: Action = { type: 'liquidity', liquidity: row.liquidity }
  return isEmptied ? [...trades, change] : [change, ...trades]
}

function checkRow(row: RecordedPool | undefined, state: PoolState): void {
  if (row === undefined) return
  const pairs = [
    ['tick', state.tick, row.closeTick],
    ['liquidity', state.liquidity, row.liquidity],
  ] as const
  for (const [field, got, expected] of pairs) {
    if (got === expected) continue
    throw new ReplayMismatchError(row.at, formatMinute(row.at), field, got, expected)
  }
}
