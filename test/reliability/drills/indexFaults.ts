// A subgraph that stands still and calls itself healthy, and two that differ.
//
// Method:   proxies in front of one replica's index; the others have the index itself. It is the replica's turn: it
//           neither pushes nor signs, and raises the alarm; the others push for it. Afterwards it takes its turn again. How
//           soon the alarm comes with the defaults follows from the blocks that it takes to notice.

import { loadConfig } from '../../../bot/index.ts'
import { everyEpoch } from '../support/beginEpochs.ts'
import { checkPushes } from '../support/checkPushes.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import { createFreeze, createLie } from '../support/indexFaults.ts'
import { passTurn, passWithout } from '../support/passTurn.ts'
import { readHealth, waitUntilWell } from '../support/readHealth.ts'
import type { ReplicaStack, TestReplica } from '../support/replicaStack.ts'
import { type FaultyServer, startFaultyServer } from '../support/startFaultyServer.ts'
import { waitForIndex } from '../support/waitForIndex.ts'
import { whileBlocksCome } from '../support/whileBlocksCome.ts'

const ROUNDS: Record<DrillSize, number> = { short: 1, long: 10 }
/** What is promised, and the blocks for which it is. */
const MOST_ALARM_SEC = 120
const BLOCK_SEC = 12

export interface IndexFaultFigures {
  /** From the last block of an index that stands still to the alarm, with the defaults and blocks of 12 s. */
  frozenAlarmSec: number
  /** The same from a lie of one of two indexes. */
  differingAlarmSec: number
  /** Pushes that the contract took, each of them right. */
  pushes: number
}

/** @throws Error if the replica pushes or signs on what is wrong, nobody pushes, or the alarm comes too late. */
export async function drillIndexFaults(
  stack: ReplicaStack,
  size: DrillSize,
): Promise<IndexFaultFigures> {
  const { number: fromBlock } = await stack.client.getBlock()
  const { graphql = '' } = stack.stack.urls
  const defaults = (await loadConfig(await stack.writeConfig(0))).config
  const proxy = await startFaultyServer(graphql)
  // The index's limits are the defaults.
  const start = (...urls: string[]) => {
    const endpoints = urls.map((url) => ({ url }))
    return stack.startReplica(0, { index: { endpoints }, alarms: { after: '1 s' }, ...everyEpoch })
  }
  const replicas: TestReplica[] = []
  try {
    for (const at of [1, 2]) replicas.push(await stack.startReplica(at, everyEpoch))
    const alone = await start(proxy.url)
    replicas.push(alone)
    const frozen: number[] = []
    for (let round = 0; round < ROUNDS[size]; round++) {
      frozen.push(await drillFault(stack, alone, proxy, 'index', createFreeze()))
    }
    await endReplicas(stack, [alone])
    const both = await start(graphql, proxy.url)
    replicas.push(both)
    const differing: number[] = []
    for (let round = 0; round < ROUNDS[size]; round++) {
      differing.push(
        await drillFault(stack, both, proxy, 'contradiction', createLie('depthUsd6', 1n)),
      )
    }
    const toSec = (blocks: readonly number[]) => {
      return Math.max(...blocks) * BLOCK_SEC + Number(defaults.alarms.after)
    }
    const figures = { frozenAlarmSec: toSec(frozen), differingAlarmSec: toSec(differing) }
    const late = Object.entries(figures).find(([, sec]) => sec > MOST_ALARM_SEC)
    if (late) throw new Error(`${late[0]} is ${late[1]} with the defaults`)
    return { ...figures, pushes: await checkPushes(stack, fromBlock) }
  } finally {
    await endReplicas(stack, replicas)
    await proxy.close()
  }
}

/** Returns how many blocks it takes to notice. */
async function drillFault(
  stack: ReplicaStack,
  replica: TestReplica,
  proxy: FaultyServer,
  condition: 'index' | 'contradiction',
  meddle: FaultyServer['meddle'],
): Promise<number> {
  await passTurn(stack, 0)
  await whileBlocksCome(stack, () => waitUntilWell(replica))
  try {
    await waitForIndex(stack)
    proxy.meddle = meddle
    const blocks = await countBlocksUntil(stack, replica, condition)
    await passWithout(stack, replica, 0, condition)
    return blocks
  } catch (error) {
    const { message } = error as Error
    throw new Error(`with a fault of the condition ${condition}: ${message}`, { cause: error })
  } finally {
    proxy.meddle = (_, forward) => forward()
    await whileBlocksCome(stack, () => waitUntilWell(replica))
    await passTurn(stack, 0)
  }
}

/** Adds blocks, one by one, until the replica is not ready. Returns how many. */
async function countBlocksUntil(
  stack: ReplicaStack,
  replica: TestReplica,
  condition: 'index' | 'contradiction',
): Promise<number> {
  for (let blocks = 1; blocks <= 100; blocks++) {
    await stack.mine(BigInt(BLOCK_SEC))
    const { number } = await stack.client.getBlock()
    await replica.waitFor('decided', ({ blockNumber }) => blockNumber === `${number}`)
    const { isReady, problems } = await readHealth(replica)
    if (!isReady && problems[condition] !== undefined) return blocks
  }
  throw new Error('nothing was noticed within 100 blocks')
}
