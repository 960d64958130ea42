import { setTimeout as sleep } from 'node:timers/promises'
import { formatMinute } from '../../market/formatMinute.ts'
import { BLOCKS_PER_MINUTE, inferGasUsed } from '../../market/inferGasUsed.ts'
import { MINUTE_SEC, type Minute } from '../../market/minute.ts'
import type { Scenario } from '../../market/scenarioTable.ts'
import { ReplayError, ReplayMismatchError } from './errors.ts'
import { GasFiller } from './gasFiller.ts'
import { planMinute } from './planMinute.ts'
import { type Action, type PoolState, ReplayChain, type ReplayPool } from './replayChain.ts'

export interface ReplayOptions {
  /** A local chain, by anvil. */
  url: string
  pool: ReplayPool
  scenario: Scenario
  /** The first minute, and the one after the last: unix seconds. All of the scenario without them. */
  from?: bigint | undefined
  to?: bigint | undefined
  /** How many times faster than the day was: 1 is as fast, Infinity does not wait at all. */
  speed: number
  /** Called after each minute. */
  onMinute?: (done: number, total: number, minute: Minute) => void
  signal?: AbortSignal | undefined
}

export interface ReplayResult {
  minutes: number
  blocks: number
  trades: number
  liquidityChanges: number
  /** Minutes in which somebody else sent transactions: of these the pool's end is not checked. */
  sharedMinutes: number
  /** Of all blocks, 1e6 = 100 %. */
  gasUsedRatioPips: bigint
  firstBlock: number
  lastBlock: number
  elapsedSec: number
}

/**
 * Drives a real pool through a recorded time: block times and base fees as recorded, five blocks a minute;
 * liquidity, trades and gas used so that every minute ends where the record says. Reads the chain after each
 * minute and compares.
 *
 * The chain's own mining is switched off meanwhile; transactions of others get into the replay's blocks.
 *
 * @throws ReplayError if the chain or the pool cannot do it; ReplayMismatchError if a minute ends elsewhere.
 */
export async function replayScenario(options: ReplayOptions): Promise<ReplayResult> {
  const { scenario, speed, onMinute, signal } = options
  const minutes = selectMinutes(scenario, options)
  const chain = await ReplayChain.open(options.url, options.pool, minutes[0]?.minuteAt ?? 0n)
  const filler = new GasFiller(chain.gasLimit)
  const startedAt = performance.now()
  const [first] = minutes
  const beginAt = first?.minuteAt ?? 0n
  const waitUntil = async (blockAt: bigint) => {
    const dueMs = startedAt + (Number(blockAt - beginAt) * 1_000) / speed
    const waitMs = dueMs - performance.now()
    if (Number.isFinite(speed) && waitMs > 1) await sleep(waitMs, undefined, { signal })
    signal?.throwIfAborted()
  }

  const result = { trades: 0, liquidityChanges: 0, sharedMinutes: 0 }
  const firstBlock = chain.state.blockNumber + 1
  const intervalSec = MINUTE_SEC / BLOCKS_PER_MINUTE
  await chain.takeOver()
  try {
    for (const [index, minute] of minutes.entries()) {
      const before = findBefore(scenario, minute)
      const ratioPips = inferGasUsed(before, minute)
      const actions = planActions(minute, chain.state, options.pool.feePips)
      result.trades += actions.filter(({ type }) => type === 'trade').length
      result.liquidityChanges += actions.filter(({ type }) => type === 'liquidity').length
      let isShared = false
      for (let at = 0n; at < BLOCKS_PER_MINUTE; at += 1n) {
        const blockAt = minute.minuteAt + at * intervalSec
        // All in the first block; the others settle the gas used. So the pool is for the whole minute as the record has
        // it at the minute's end, which is how `gimbal replay` counts it: both measure the same depth, price and variance.
        const part = at === 0n ? actions : []
        await waitUntil(blockAt)
        const othersGas = await chain.readOthersGas()
        const fill = filler.planBlock(ratioPips, part.length, othersGas)
        const hasOthers = await chain.addBlock(blockAt, minute.baseFeePerGas, part, fill)
        filler.settleBlock(chain.state.gasUsed)
        isShared ||= hasOthers
      }
      if (isShared) result.sharedMinutes += 1
      else checkMinute(minute, chain.state)
      onMinute?.(index + 1, minutes.length, minute)
    }
  } finally {
    await chain.handBack()
  }
  return {
    ...result,
    minutes: minutes.length,
    blocks: chain.state.blockNumber + 1 - firstBlock,
    gasUsedRatioPips: chain.gasUsedRatioPips,
    firstBlock,
    lastBlock: chain.state.blockNumber,
    elapsedSec: (performance.now() - startedAt) / 1_000,
  }
}

/**
 * The minutes of a scenario from `from` up to, not including, `to`.
 *
 * @throws ReplayError if there is none.
 */
function selectMinutes({ minutes }: Scenario, { from, to }: Pick<ReplayOptions, 'from' | 'to'>) {
  const selected = minutes.filter(({ minuteAt }) => {
    return (from === undefined || minuteAt >= from) && (to === undefined || minuteAt < to)
  })
  if (selected.length > 0) return selected
  const first = formatMinute(minutes[0]?.minuteAt ?? 0n)
  const end = formatMinute((minutes.at(-1)?.minuteAt ?? 0n) + MINUTE_SEC)
  throw new ReplayError(
    `the scenario holds no minute of that time; choose one within ${first} to ${end}`,
  )
}

function findBefore({ minutes }: Scenario, { minuteAt }: Minute): Minute | undefined {
  const [first] = minutes
  if (first === undefined) return undefined
  return minutes[Number((minuteAt - first.minuteAt) / MINUTE_SEC) - 1]
}

/** Liquidity first, so that the trades meet what was recorded; last if none is to be left, as nothing trades without. */
function planActions(minute: Minute, state: PoolState, feePips: bigint): Action[] {
  const isEmptied = minute.liquidity === 0n
  const liquidity = isEmptied ? state.liquidity : minute.liquidity
  const way = planMinute({ ...minute, liquidity }, state.sqrtPriceX96, feePips)
  if (liquidity === 0n && way.length > 0) {
    const time = formatMinute(minute.minuteAt)
    throw new ReplayError(
      `the minute ${time} moves the price without liquidity, which no pool does; correct the scenario`,
    )
  }
  const trades = way.map((toX96): Action => ({ type: 'trade', toX96 }))
  if (minute.liquidity === state.liquidity) return trades
  const change: Action = { type: 'liquidity', liquidity: minute.liquidity }
  return isEmptied ? [...trades, change] : [change, ...trades]
}

function checkMinute({ minuteAt, closeTick, liquidity }: Minute, state: PoolState): void {
  const pairs = [
    ['tick', state.tick, closeTick],
    ['liquidity', state.liquidity, liquidity],
  ] as const
  for (const [field, got, expected] of pairs) {
    if (got === expected) continue
    throw new ReplayMismatchError(minuteAt, formatMinute(minuteAt), field, got, expected)
  }
}
