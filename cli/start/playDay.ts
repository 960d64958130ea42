import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { defaultNavUsd6 } from '../../backtest/defaultPolicy.ts'
import type { Core } from '../../core/index.ts'
import { computeNextSegmentStart } from '../../observation/periods.ts'
import { createKeeper, type Keeper } from '../../stack/demo/createKeeper.ts'
import { deployControlVaults } from '../../stack/demo/deployControlVaults.ts'
import { fundKeepers } from '../../stack/demo/fundKeepers.ts'
import { fundVaults } from '../../stack/demo/fundVaults.ts'
import { type GovernedMarket, governMarket } from '../../stack/demo/governMarket.ts'
import { createIdleKeeper, keepByClock } from '../../stack/demo/keepByClock.ts'
import { passUntil } from '../../stack/demo/passUntil.ts'
import { readHoldings, type TokenHoldings } from '../../stack/demo/readHoldings.ts'
import { type ReplicaProcess, startReplicas } from '../../stack/demo/startReplicas.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { createLocalMarket } from '../../stack/local/localMarket.ts'
import { POSITION_ID } from '../../stack/local/openPool.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { askSubgraph } from '../../stack/local/startGraphNode.ts'
import { type ReplayResult, replayRecording } from '../../stack/replay/replayRecording.ts'
import type { RecordedDay } from '../market/readDay.ts'
import type { Frame } from './frame.ts'
import { type DayRecord, observeDay } from './observeDay.ts'
import { type KeeperRecord, runKeepers } from './runKeepers.ts'
import { watchChain } from './watchChain.ts'
import { watchReplicas } from './watchReplicas.ts'

/**
 * How long before the end of the segment in which the replay begins voters begin. Their vote takes some 200 s: the market is there
 * within that segment, so that its averages start there and at no other place.
 */
const GOVERNED_BEFORE_SEC = 300n
/** Before the vote: twelve blocks for the vaults' money, six for three of their contracts. */
const FUNDED_BEFORE_SEC = 60n
/** The daily clock strikes at 08:00 UTC, as in the comparisons of docs/backtest.md. */
const CLOCK_SEC = 8n * 3_600n
const DAY_SEC = 86_400n
/** Ours first, then the controls. */
const vaultNames = ['gimbal', 'hold', 'fixed 2.5 %', 'daily 08:00'] as const
/** Blocks that are added after the end of a run, so that pushes under way complete. */
const LAST_BLOCKS = 4
const BLOCK_SEC = 12n
/** More looks would cost more than they show. */
const LEAST_LOOK_MS = 250

export interface PlayOptions {
  stack: Stack
  /** From the warm-up on. */
  day: RecordedDay
  /** From when on vaults may trade, unix seconds. */
  watchAt: bigint
  core: Core
  /** How many times faster than the day, from then on. */
  speed: number
  signal: AbortSignal
  onStep(step: string): void
  onFrame(frame: Frame): void
}

/** A vault of the run, from the first block on. */
export interface PlayedVault {
  address: Address
  /** As the replay began, and at the end. */
  start: TokenHoldings
  end: TokenHoldings
}

/** A day that was played. */
export interface PlayedDay {
  governed: GovernedMarket
  /** Ours first, then the controls, in the keepers' order. */
  vaults: readonly PlayedVault[]
  replicas: readonly ReplicaProcess[]
  keepers: readonly KeeperRecord[]
  replay: ReplayResult
  record: DayRecord
}

/**
 * The vaults get their money, voters add the market, and the day is replayed: its warm-up as fast as it goes, then with three
 * replicas, and the vaults' keepers, at work. Nothing but the recorded market moves the vaults.
 */
export async function playDay(options: PlayOptions): Promise<PlayedDay> {
  const { stack, day, watchAt, core, speed, signal, onStep, onFrame } = options
  const client = createChainClient(stack.urls.rpc)
  const firstEndAt = computeNextSegmentStart(day.from, BigInt(day.start.segmentOffsetSec))
  const governedAt = firstEndAt - GOVERNED_BEFORE_SEC
  await passUntil(client, governedAt - FUNDED_BEFORE_SEC)
  const { hold, fixed, clock } = await deployControlVaults(stack)
  const vaults = [stack.addresses.vault, hold, fixed, clock]
  // Before the blocks that bring the vaults their money: ether from nowhere stays in the state that anvil keeps of the block
  // that was the latest, and there it is not what the header says.
  const accounts = await fundKeepers(stack, ['gimbal', 'fixed', 'clock'])
  await fundVaults(stack, vaults, defaultNavUsd6)
  await stack.publish({
    vaults: vaults.map((address, at) => ({ name: vaultNames[at] as string, address })),
  })
  onStep(`${vaults.length} vaults have their money`)
  await passUntil(client, governedAt)
  const governed = await governMarket(stack, onStep)
  const start = await readHoldings(client, stack.addresses.venue, vaults)

  const replay = (from: bigint, to: bigint, atSpeed: number, isContinued: boolean) =>
    replayRecording({
      url: stack.urls.rpc,
      pool: { ...stack.addresses.venue, positionId: POSITION_ID },
      recording: day.recording,
      from,
      to,
      speed: atSpeed,
      isContinued,
      signal,
    })
  const parts = [await replay(day.from, watchAt, Number.POSITIVE_INFINITY, true)]
  onStep('the half hour before, which an observation takes')
  await waitForIndex(stack, signal)
  const replicas = await startReplicas(stack, speed)
  onStep(`${replicas.length} replicas of the bot`)

  const { venue, vault } = stack.addresses
  const { policy, bounds } = createLocalMarket(venue, vault, stack.marketStart, stack.marketPolicy)
  let nativePriceUsd6: bigint | undefined
  const everyMs = Math.max(LEAST_LOOK_MS, 12_000 / speed)
  const keepers = runKeepers({
    keepers: createKeepers(stack, accounts, { hold, fixed, clock }, watchAt),
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
    parts.push(await replay(watchAt, day.to, speed, false))
    await finish(stack)
    await keepers.end()
    const record = await observer.end()
    const end = await readHoldings(client, venue, vaults)
    return {
      governed,
      vaults: vaults.map((address, at) => ({
        address,
        start: start[at] as TokenHoldings,
        end: end[at] as TokenHoldings,
      })),
      replicas,
      keepers: keepers.records,
      replay: addUp(parts),
      record,
    }
  } catch (error) {
    keepers.cancel()
    observer.cancel()
    throw error
  }
}

/** In the vaults' order. */
function createKeepers(
  stack: Stack,
  accounts: Awaited<ReturnType<typeof fundKeepers<'gimbal' | 'fixed' | 'clock'>>>,
  { hold, fixed, clock }: Awaited<ReturnType<typeof deployControlVaults>>,
  fromAt: bigint,
): Keeper[] {
  const { rpc: url } = stack.urls
  const [ours, holder, fixedName, clockName] = vaultNames
  const create = (name: string, vault: Address, account: HDAccount) =>
    createKeeper({ url, vault, account, name })
  return [
    create(ours, stack.addresses.vault, accounts.gimbal),
    createIdleKeeper({ name: holder, address: hold }),
    create(fixedName, fixed, accounts.fixed),
    keepByClock(create(clockName, clock, accounts.clock), {
      url,
      fromAt,
      periodSec: DAY_SEC,
      offsetSec: CLOCK_SEC,
    }),
  ]
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
      blocks: sum.blocks + part.blocks,
      rows: sum.rows + part.rows,
      trades: sum.trades + part.trades,
      liquidityChanges: sum.liquidityChanges + part.liquidityChanges,
      sharedRows: sum.sharedRows + part.sharedRows,
      firstBlock: sum.firstBlock,
      elapsedSec: sum.elapsedSec + part.elapsedSec,
    }),
    first,
  )
}
