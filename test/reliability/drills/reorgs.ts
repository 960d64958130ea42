// Blocks that go, while replicas ask all the time and a push of theirs is under way, or over.
//
// Method:   a push gets into a block, others come, and then they all go: with the push alone, or with the block of its
//           evidence as well; at once, or with a chain that is shorter for a while; with transactions that the node
//           brings into its new blocks, or has forgotten. The replica that sent the push has to push again afterwards.

import { getAddress } from 'viem'
import { beginNextEpoch, everyEpoch, reporterOf } from '../support/beginEpochs.ts'
import { checkPushes } from '../support/checkPushes.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import { passTurn, readPush, waitUntilCounted } from '../support/passTurn.ts'
import { readHealth, waitUntilWell } from '../support/readHealth.ts'
import { type Reorg, reorganise } from '../support/reorganise.ts'
import type { ReplicaStack, TestReplica } from '../support/replicaStack.ts'
import { until } from '../support/until.ts'
import { waitForIndex } from '../support/waitForIndex.ts'
import { whileBlocksCome } from '../support/whileBlocksCome.ts'

const SHORT_DEPTHS = [1, 2, 5, 12, 32, 64]
const LONG_DEPTHS = Array.from({ length: 64 }, (_, index) => index + 1)

/** From that depth on a push is over for a replica, and its evidence a block or two before it. */
const OVER = 5

interface Case extends Reorg {
  /** Whether the block of the evidence goes too: it is the deepest then. */
  isEvidenceGone: boolean
}

export interface ReorgFigures {
  /** How many reorgs there were. */
  reorgs: number
  deepest: number
  /** From a reorg until its epoch counts again, the worst of all, blocks. */
  recoveryBlocks: number
  /** Transactions that were paid for and did not count. */
  wastedTransactions: number
  /** Pushes that the contract took on the chain that remained, each of them right. */
  pushes: number
}

/** @throws Error if a stored value rests on a block that went, or a replica does not push any more. */
export async function drillReorgs(stack: ReplicaStack, size: DrillSize): Promise<ReorgFigures> {
  const { number: fromBlock } = await stack.client.getBlock()
  const replicas: TestReplica[] = []
  try {
    for (const at of [0, 1, 2]) {
      replicas.push(await stack.startReplica(at, { ...everyEpoch, chain: { pollMs: 200 } }))
    }
    await passTurn(stack, 0)
    const cases = listCases(size)
    const blocks: number[] = []
    for (const each of cases) blocks.push(await drillReorg(stack, replicas, each))
    const wasted = replicas.flatMap(({ lines }) =>
      lines.filter(({ event, outcome }) => event === 'settled' && outcome !== 'taken'),
    )
    return {
      reorgs: cases.length,
      deepest: Math.max(...cases.map(({ depth }) => depth)),
      recoveryBlocks: Math.max(...blocks),
      wastedTransactions: wasted.length,
      pushes: await checkPushes(stack, fromBlock),
    }
  } finally {
    await endReplicas(stack, replicas)
  }
}

function listCases(size: DrillSize): Case[] {
  const isOdd = (number: number) => number % 2 === 1
  if (size === 'short') {
    return SHORT_DEPTHS.map((depth, index) => ({
      depth,
      isEvidenceGone: isOdd(index),
      isAtOnce: index % 3 > 0,
      isPooled: index > 3,
    }))
  }
  return LONG_DEPTHS.flatMap((depth) =>
    [false, true]
      // A push comes a block after its evidence at the earliest.
      .filter((isEvidenceGone) => depth > 1 || !isEvidenceGone)
      .map((isEvidenceGone) => ({
        depth,
        isEvidenceGone,
        isAtOnce: isOdd(depth),
        isPooled: isOdd(depth >> 1),
      })),
  )
}

/** Returns how many blocks it takes until the epoch counts again. */
async function drillReorg(
  stack: ReplicaStack,
  replicas: readonly TestReplica[],
  each: Case,
): Promise<number> {
  const { client } = stack
  try {
    const epoch = await beginNextEpoch(stack)
    const closing = await client.getBlockNumber({ cacheTime: 0 })
    await stack.mineUntilCounted(epoch)
    const { from, blockNumber } = await readPush(stack, epoch)
    const at = replicas.findIndex((_, index) => reporterOf(index) === getAddress(from))
    const deepest = each.isEvidenceGone ? closing : blockNumber
    const depth = await bury(stack, replicas[at] as TestReplica, deepest, each.depth)

    // Anvil has blocks without a hash for a moment, at which graph-node stops for good if it has to catch up then.
    await waitForIndex(stack)
    await reorganise(stack, { ...each, depth })
    const head = await client.getBlockNumber({ cacheTime: 0 })
    await whileBlocksCome(stack, () => waitUntilCounted(stack, epoch))
    const blocks = Number((await client.getBlockNumber({ cacheTime: 0 })) - head)
    const areWell = () => Promise.all(replicas.map((replica) => waitUntilWell(replica)))
    await whileBlocksCome(stack, areWell)
    // One that has been over is the harder one to take up again.
    if (depth >= OVER) await passTurn(stack, at)
    return blocks
  } catch (error) {
    const { message } = error as Error
    throw new Error(`${JSON.stringify(each)}: ${message}`, { cause: error })
  }
}

/** Adds blocks onto one until it is so deep that the push is over for the replica, or more. Returns how deep it is. */
async function bury(
  stack: ReplicaStack,
  replica: TestReplica,
  deepest: bigint,
  depth: number,
): Promise<number> {
  for (;;) {
    const head = Number(await stack.client.getBlockNumber({ cacheTime: 0 }))
    const reached = head - Number(deepest) + 1
    const seen = async () =>
      (await readHealth(replica)).getFigure('gimbal_head_block') >= head ? true : undefined
    if (reached <= OVER || reached >= depth) await until(`a look at block ${head}`, seen)
    if (reached >= depth) return reached
    await stack.mine()
  }
}
