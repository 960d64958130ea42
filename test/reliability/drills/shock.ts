// Gas becomes a hundred times as dear in an epoch that has had its push: the value is tightened in that epoch.

import { everyTightening } from '../support/beginEpochs.ts'
import { checkPushes } from '../support/checkPushes.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import { passShock } from '../support/passShock.ts'
import type { ReplicaStack, TestReplica } from '../support/replicaStack.ts'

const ROUNDS: Record<DrillSize, number> = { short: 1, long: 10 }
/** What is promised: blocks from the one that shows a shock, once the index has it, to the tightened value. */
const MOST_BLOCKS = 2

export interface ShockFigures {
  shocks: number
  /** Blocks to the tightened value, the worst of all. */
  worstBlocks: number
  /** Pushes that the contract took, each of them right. */
  pushes: number
}

/** @throws Error if a shock is not answered in time, or not in its epoch. */
export async function drillShock(stack: ReplicaStack, size: DrillSize): Promise<ShockFigures> {
  const { number: fromBlock } = await stack.client.getBlock()
  const replicas: TestReplica[] = []
  try {
    for (const at of [0, 1, 2]) replicas.push(await stack.startReplica(at, everyTightening))
    const blocks: number[] = []
    for (let round = 0; round < ROUNDS[size]; round++) {
      blocks.push((await passShock(stack)).blocks)
    }
    const worstBlocks = Math.max(...blocks)
    if (worstBlocks > MOST_BLOCKS)
      throw new Error(`a shock was answered ${worstBlocks} blocks later`)
    return { shocks: blocks.length, worstBlocks, pushes: await checkPushes(stack, fromBlock) }
  } finally {
    await endReplicas(stack, replicas)
  }
}
