import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from 'viem'
import { defaultNavUsd6 } from '../../backtest/defaultPolicy.ts'
import type { Core } from '../../core/index.ts'
import { createKeeper } from '../../stack/demo/createKeeper.ts'
import { deployControlVault } from '../../stack/demo/deployControlVault.ts'
import { fundKeepers } from '../../stack/demo/fundKeepers.ts'
import { fundVaults } from '../../stack/demo/fundVaults.ts'
import { type GovernedMarket, governMarket } from '../../stack/demo/governMarket.ts'
import { passUntil } from '../../stack/demo/passUntil.ts'
import { type ReplicaProcess, startReplicas } from '../../stack/demo/startReplicas.ts'
import { withdrawFromVaults } from '../../stack/demo/withdrawFromVaults.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { POOL_FEE_PIPS } from '../../stack/local/deployVenue.ts'
import { createLocalMarket } from '../../stack/local/localMarket.ts'
import { POSITION_ID } from '../../stack/local/openPool.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { askSubgraph } from '../../stack/local/startGraphNode.ts'
import { type ReplayResult, replayScenario } from '../../stack/replay/replayScenario.ts'
import type { RecordedDay } from '../market/readDay.ts'
import { findShockTime } from './findShockTime.ts'
import type { Frame } from './frame.ts'
import { type DayRecord, observeDay } from './observeDay.ts'
import { type KeeperRecord, runKeepers } from './runKeepers.ts'
import { watchChain } from './watchChain.ts'
import { watchReplicas } from './watchReplicas.ts'

/**
 * How long before the first minute voters begin. Their vote takes some 200 s: the market is there within the segment before
 * that minute, so that its averages start there and at no other place.
 */
const GOVERNED_BEFORE_SEC = 300n
/** How long before the watched time the vaults get their money; their mean price covers half an hour by then. */
const FUNDED_BEFORE_SEC = 25n * 60n
/** An investor leaves so long after the shock's first minute, with a tenth of each vault. */
const LEAVING_AFTER_SEC = 240n
const LEAVING_PIPS = 100_000n
/** Blocks that are added after the end of a run, so that pushes under way complete. */
const LAST_BLOCKS = 4
const BLOCK_SEC = 12n

export interface PlayOptions {
  stack: Stack
  /** From the warm-up on. */
  day: RecordedDay
  /** From when on it is watched, unix seconds. */
  watchAt: bigint
  core: Core
  /** How many times faster than the day, from then on. */
  speed: number
  signal: AbortSignal
  onStep(step: string): void
  onFrame(frame: Frame): void
}

/** A day that was played. */
export interface PlayedDay {
  governed: GovernedMarket
  vaults: readonly Address[]
  replicas: readonly ReplicaProcess[]
  keepers: readonly KeeperRecord[]
  replay: ReplayResult
  record: DayRecord
}

/**
 * Voters add the market, the vaults get their money, and the day is replayed: its warm-up as fast as it goes, then
 * with three replicas, and both vaults' keepers, at work. As gas begins to rise an investor leaves both vaults.
 */
export async function playDay(options: PlayOptions): Promise<PlayedDay> {
  const { stack, day, watchAt, core, speed, signal, onStep, onFrame } = options
  await passUntil(createChainClient(stack.urls.rpc), day.from - GOVERNED_BEFORE_SEC)
  const governed = await governMarket(stack, onStep)
  const control = await deployControlVault(stack)
  const vaults = [stack.addresses.vault, control]
  const { gimbal, control: controller } = await fundKeepers(stack, ['gimbal', 'control'])

  const replay = (from: bigint, to: bigint, atSpeed: number) =>
    replayScenario({
      url: stack.urls.rpc,
      pool: { ...stack.addresses.venue, feePips: BigInt(POOL_FEE_PIPS), positionId: POSITION_ID },
      scenario: day.scenario,
      from,
      to,
      speed: atSpeed,
      signal,
    })
  const fundedAt = watchAt - FUNDED_BEFORE_SEC
  const parts = [await replay(day.from, fundedAt, Number.POSITIVE_INFINITY)]
  await fundVaults(stack, vaults, defaultNavUsd6)
  parts.push(await replay(fundedAt, watchAt, Number.POSITIVE_INFINITY))
  onStep('the hours before, and the vaults have their money')
  await waitForIndex(stack, signal)
  const replicas = await startReplicas(stack, speed)
  onStep(`${replicas.length} replicas of the bot`)

  const { venue, vault } = stack.addresses
  const { policy, bounds } = createLocalMarket(venue, vault, stack.marketStart)
  let nativePriceUsd6: bigint | undefined
  const everyMs = (12_000 / speed) | 0
  const keepers = runKeepers({
    keepers: [
      createKeeper({
        url: stack.urls.rpc,
        vault: stack.addresses.vault,
        account: gimbal,
        name: 'gimbal',
      }),
      createKeeper({
        url: stack.urls.rpc,
        vault: control,
        account: controller,
        name: 'fixed 2.5 %',
      }),
    ],
    everyMs,
    readNativePriceUsd6: () => nativePriceUsd6,
  })
  const observer = observeDay({
    chain: watchChain({ stack, core, policy, vaults, replicas }),
    replicas: watchReplicas(replicas),
    keepers: keepers.records,
    fromAt: watchAt,
    toAt: day.to,
    epochSec: policy.epochSec,
    bounds,
    everyMs,
    onMissed: (reason) => onStep(`the chain could not be read (${reason})`),
    onFrame: (frame) => {
      nativePriceUsd6 = frame.nativePriceUsd6
      onFrame(frame)
    },
  })
  try {
    const leavingAt = findLeavingAt(core, day, watchAt)
    if (leavingAt !== undefined) {
      parts.push(await replay(watchAt, leavingAt, speed))
      await withdrawFromVaults(stack, vaults, LEAVING_PIPS)
      onStep('an investor takes a tenth out of each vault, in dollars')
    }
    parts.push(await replay(leavingAt ?? watchAt, day.to, speed))
    await finish(stack)
    await keepers.end()
    const record = await observer.end()
    return { governed, vaults, replicas, keepers: keepers.records, replay: addUp(parts), record }
  } catch (error) {
    keepers.cancel()
    observer.cancel()
    throw error
  }
}

/** When an investor leaves, in a minute of the part that is watched; none: there is no shock in it. */
function findLeavingAt(core: Core, day: RecordedDay, watchAt: bigint): bigint | undefined {
  const shock = findShockTime(core, day)
  if (shock === undefined) return undefined
  const leavingAt = shock.startAt + LEAVING_AFTER_SEC
  return leavingAt > watchAt && leavingAt < day.to ? leavingAt : undefined
}

/** Waits until the index has the chain's latest block. */
async function waitForIndex(stack: Stack, signal: AbortSignal): Promise<void> {
  const { number } = await createChainClient(stack.urls.rpc).getBlock()
  for (;;) {
    if ((await askSubgraph(stack.urls.graphql ?? '')) >= Number(number)) return
    await sleep(100, undefined, { signal })
  }
}

/** Some blocks more, at the day's pace: pushes are over once they are deep enough. */
async function finish(stack: Stack): Promise<void> {
  const client = createChainClient(stack.urls.rpc)
  for (let blocks = 0; blocks < LAST_BLOCKS; blocks++) {
    const { timestamp } = await client.getBlock()
    await client.setNextBlockTimestamp({ timestamp: timestamp + BLOCK_SEC })
    await client.mine({ blocks: 1 })
    await sleep(500)
  }
}

function addUp(parts: readonly ReplayResult[]): ReplayResult {
  const [first, ...others] = parts as [ReplayResult, ...ReplayResult[]]
  return others.reduce(
    (sum, part) => ({
      ...part,
      minutes: sum.minutes + part.minutes,
      blocks: sum.blocks + part.blocks,
      trades: sum.trades + part.trades,
      liquidityChanges: sum.liquidityChanges + part.liquidityChanges,
      sharedMinutes: sum.sharedMinutes + part.sharedMinutes,
      firstBlock: sum.firstBlock,
      elapsedSec: sum.elapsedSec + part.elapsedSec,
    }),
    first,
  )
}
