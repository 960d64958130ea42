// The base fee rises by an eighth with each block, as fast as EIP-1559 lets it, and a push becomes due somewhere on
// the way up.
//
// Method:   a block comes when a replica has sent something, or after the 12 s of a slot. Where a push is due late in
//           the spike, fees from before it do not show what a block costs now.

import { parseGwei } from 'viem'
import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import { beginNextEpoch, everyEpoch } from '../support/beginEpochs.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import type { ReplicaStack, TestReplica } from '../support/replicaStack.ts'
import { until } from '../support/until.ts'
import { waitForIndex } from '../support/waitForIndex.ts'

/** What is promised: blocks from the one at which a push is due to the one that has it. */
const MOST_BLOCKS = 3
const SPIKE_BLOCKS = 20
const SLOT_SEC = 12n
const CALM_FEE = parseGwei('30')
const { epochSec } = defaultPolicy

/** The blocks of the spike at which a push becomes due, an epoch each. */
const dueAt: Record<DrillSize, readonly number[]> = {
  short: [0, 10, 19],
  long: Array.from({ length: SPIKE_BLOCKS }, (_, block) => block),
}

export interface FeeSpikeFigures {
  epochs: number
  /** From the block at which a push was due to the one that has it, the worst of all. */
  worstBlocks: number
  /** What the base fee rose to, 1 = what it was before. */
  rise: number
}

/** @throws Error if a push is not in a block in time. */
export async function drillFeeSpike(
  stack: ReplicaStack,
  size: DrillSize,
): Promise<FeeSpikeFigures> {
  const replicas: TestReplica[] = []
  try {
    for (const at of [0, 1, 2]) {
      replicas.push(await stack.startReplica(at, everyEpoch))
    }
    // The market's first value is due from the start.
    await stack.mineUntilCounted(await beginNextEpoch(stack))
    const blocks: number[] = []
    for (const due of dueAt[size]) blocks.push(await pushInSpike(stack, due))
    const rise = Number(feeAt(SPIKE_BLOCKS) / (CALM_FEE / 100n)) / 100
    return { epochs: blocks.length, worstBlocks: Math.max(...blocks), rise }
  } finally {
    await endReplicas(stack, replicas)
  }
}

function feeAt(block: number): bigint {
  return (CALM_FEE * 9n ** BigInt(block)) / 8n ** BigInt(block)
}

/** One spike with an epoch that begins at one of its blocks. Returns how many blocks later its push is in one. */
async function pushInSpike(stack: ReplicaStack, due: number): Promise<number> {
  const { timestamp } = await stack.client.getBlock()
  const risingSec = SLOT_SEC * BigInt(due)
  const epoch = (timestamp + SLOT_SEC + risingSec) / epochSec + 1n
  const startAt = epoch * epochSec - risingSec
  await stack.mineUntil(startAt - SLOT_SEC)
  let takenAt: number | undefined
  for (let block = 0; block < SPIKE_BLOCKS || takenAt === undefined; block++) {
    if (block === due) await waitForIndex(stack)
    if (block > due && takenAt === undefined) await waitForPush(stack)
    await stack.client.setNextBlockBaseFeePerGas({ baseFeePerGas: feeAt(block) })
    await stack.mineAt(startAt + SLOT_SEC * BigInt(block))
    if (takenAt === undefined && (await stack.readCountedEpoch()) >= epoch) takenAt = block
    if (takenAt === undefined && block - due >= MOST_BLOCKS) {
      const place = `at block ${block} of the rise`
      throw new Error(`the push of epoch ${epoch} is in none of ${MOST_BLOCKS} blocks, ${place}`)
    }
  }
  return (takenAt as number) - due
}

/** As long as a slot takes: the next block does not wait for a push. */
async function waitForPush(stack: ReplicaStack): Promise<void> {
  const hasPush = async () => {
    return (await stack.client.getTxpoolStatus()).pending > 0 ? true : undefined
  }
  await until('a push', hasPush, Number(SLOT_SEC) * 1_000).catch(() => {})
}
