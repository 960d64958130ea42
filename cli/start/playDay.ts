import { setTimeout as sleep } from 'node:timers/promises'
import type { Core } from '../../core/index.ts'
import { computeNextSegmentStart } from '../../observation/periods.ts'
import { type GovernedMarket, governMarkets } from '../../stack/demo/governMarkets.ts'
import { passUntil } from '../../stack/demo/passUntil.ts'
import { prepareProver } from '../../stack/demo/prepareProver.ts'
import { readHoldings, type TokenHoldings } from '../../stack/demo/readHoldings.ts'
import { startProver } from '../../stack/demo/startProver.ts'
import { startReplicas } from '../../stack/demo/startReplicas.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { createLocalMarket } from '../../stack/local/localMarket.ts'
import { POSITION_ID } from '../../stack/local/openPool.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { askSubgraph } from '../../stack/local/startGraphNode.ts'
import { type ReplayResult, replayRecording } from '../../stack/replay/replayRecording.ts'
import type { RecordedDay } from '../market/readDay.ts'
import type { Frame } from './frame.ts'
import type { CreateLineUp, LineUp } from './lineUp/lineUp.ts'
import { observeDay } from './observeDay.ts'
import type { PlayedDay } from './playedDay.ts'
import { runKeepers } from './runKeepers.ts'
import { watchChain } from './watchChain.ts'
import { watchReplicas } from './watchReplicas.ts'

/**
 * How long before the end of the segment in which the replay begins voters begin. Their vote takes some 200 s: the market is there
 * within that segment, so that its averages start there and at no other place.
 */
const GOVERNED_BEFORE_SEC = 300n
/** Blocks that are added after the end of a run, so that pushes under way complete. */
const LAST_BLOCKS = 4
const BLOCK_SEC = 12n
/** More looks would cost more than they show. */
const LEAST_LOOK_MS = 250

export interface PlayOptions {
  stack: Stack
  createLineUp: CreateLineUp
  /** From the warm-up on. */
  day: RecordedDay
  /** From when on vaults may trade, unix seconds. */
  watchAt: bigint
  core: Core
  /** How many times faster than the day, from then on. */
  speed: number
  /** How many of the reporters have a replica. */
  replicaCount: number
  /** Awaited after each block of the replay, with its time, unix seconds. */
  afterBlock?: ((at: bigint) => Promise<void>) | undefined
  signal: AbortSignal
  onStep(step: string): void
  onFrame(frame: Frame): void
}

/** A day that was played, and by whom. */
interface PlayedRun extends PlayedDay {
  lineUp: LineUp
}

/**
 * The vaults get their money, voters add the market, and the day is replayed: its warm-up as fast as it goes, then with three
 * replicas, and the vaults' keepers, at work. Nothing but the recorded market moves the vaults.
 */
export async function playDay(options: PlayOptions): Promise<PlayedRun> {
  const { stack, createLineUp, day, watchAt, core, speed, signal, onStep, onFrame } = options
  const { replicaCount } = options
  const client = createChainClient(stack.urls.rpc)
  const firstEndAt = computeNextSegmentStart(day.from, BigInt(day.start.segmentOffsetSec))
  const governedAt = firstEndAt - GOVERNED_BEFORE_SEC
  const lineUp = await createLineUp({ stack, day, governedAt, onStep })
  const vaults = lineUp.vaults.map(({ address }) => address)
  await stack.publish({ vaults: [...lineUp.vaults] })
  onStep(`${vaults.length} vaults have their money`)
  await passUntil(client, governedAt)
  const prepared = await prepareProver(lineUp.market)
  onStep('a contract that measures the same market for itself')
  const votedMarkets = Object.assign({}, lineUp.market, { provenReporter: prepared.reporter })
  const [governed] = (await governMarkets(votedMarkets, onStep)) as [GovernedMarket]
  const start = await readHoldings(client, stack.addresses.venue, vaults)

  const closesSegment = createSegmentWatch(BigInt(day.start.segmentOffsetSec))
  const replay = (from: bigint, to: bigint, atSpeed: number, isContinued: boolean) =>
    replayRecording({
      url: stack.urls.rpc,
      pool: { ...stack.addresses.venue, positionId: POSITION_ID },
      recording: day.recording,
      from,
      to,
      speed: atSpeed,
      isContinued,
      beforeBlock: lineUp.beforeBlock,
      afterBlock: async (at) => {
        await lineUp.afterBlock?.(at)
        await options.afterBlock?.(at)
        if (closesSegment(at) && Number.isFinite(atSpeed)) await waitForIndex(stack, signal)
      },
      signal,
    })
  const parts = [await replay(day.from, watchAt, Number.POSITIVE_INFINITY, true)]
  onStep('the half hour before, which an observation takes')
  await waitForIndex(stack, signal)
  const replicas = await startReplicas(stack, speed, replicaCount)
  onStep(`${replicas.length} replicas of the bot`)
  const prover = await startProver(stack, speed, prepared)
  onStep('a prover, which has the contract push')

  const { venue, vault } = lineUp.market.addresses
  const { policy, bounds } = createLocalMarket(venue, vault, stack.marketStart, stack.marketPolicy)
  let nativePriceUsd6: bigint | undefined
  const everyMs = Math.max(LEAST_LOOK_MS, 12_000 / speed)
  const keepers = runKeepers({
    keepers: lineUp.createKeepers(watchAt),
    everyMs,
    readNativePriceUsd6: () => nativePriceUsd6,
  })
  const observer = observeDay({
    chain: watchChain({
      stack,
      core,
      policy,
      vaults,
      readVault: lineUp.readVault,
      replicas,
      prover,
    }),
    replicas: watchReplicas(replicas),
    prover: watchReplicas([prover]),
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
      lineUp,
      governed,
      vaults: vaults.map((address, at) => ({
        address,
        start: start[at] as TokenHoldings,
        end: end[at] as TokenHoldings,
      })),
      replicas,
      prover: Object.assign({}, prover, { reporter: prepared.reporter }),
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

/**
 * Whether a block, one after the other, closes a segment. The index then asks the portfolio at it, and anvil answers a call at
 * its latest block with the time of the block that it is mining: so the next one has to wait.
 */
function createSegmentWatch(segmentOffsetSec: bigint): (at: bigint) => boolean {
  let nextAt: bigint | undefined
  return (at) => {
    const isClosing = nextAt !== undefined && at >= nextAt
    if (nextAt === undefined || isClosing)
      nextAt = computeNextSegmentStart(at + 1n, segmentOffsetSec)
    return isClosing
  }
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
