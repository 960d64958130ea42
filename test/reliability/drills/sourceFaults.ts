// One of two RPC endpoints of the replica that pushes fails in every way that is known of.
//
// Method:   the other replicas only sign. Every fault meets the endpoint that carried the last push, so that the replica
//           has to leave it. A push has got through when the real node has it, whatever the endpoint said. What a fault
//           costs is the time beyond that of a push without one, right before it: both take longer on a busy machine.

import { type FaultyNode, startFaultyNode } from '../../bot/support/startFaultyNode.ts'
import { beginTurnOf, everyEpoch, reporterOf } from '../support/beginEpochs.ts'
import { checkPushes } from '../support/checkPushes.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import { readHealth } from '../support/readHealth.ts'
import type { ReplicaStack, TestReplica } from '../support/replicaStack.ts'
import {
  type Fault,
  furtherSourceFaults,
  isPush,
  type Meddle,
  sourceFaults,
} from '../support/sourceFaults.ts'
import { until } from '../support/until.ts'
import { whileBlocksCome } from '../support/whileBlocksCome.ts'

/** What is promised. */
const MOST_FAILOVER_MS = 5_000
/**
 * A push without a fault takes less on an idle machine. Where it takes so many times as long, all that a fault costs does:
 * it is counted in the time of an idle machine.
 */
const IDLE_PUSH_MS = 1_500
const FAULTS: Record<DrillSize, readonly Fault[]> = {
  short: sourceFaults,
  long: Array.from({ length: 5 }, () => [...sourceFaults, ...furtherSourceFaults]).flat(),
}

export interface SourceFaultFigures {
  /** How many faults there were. */
  faults: number
  /** From when a push is due to its arrival at the real node, by how much longer under a fault, the worst of all, milliseconds of an idle machine. */
  failoverMs: number
  /** Pushes that the contract took, each of them right. */
  pushes: number
}

/** @throws Error if a push does not get through in time, or a wrong one does. */
export async function drillSourceFaults(
  stack: ReplicaStack,
  size: DrillSize,
): Promise<SourceFaultFigures> {
  const { number: fromBlock } = await stack.client.getBlock()
  const { rpc } = stack.stack.urls
  const nodes = await Promise.all([startFaultyNode(rpc), startFaultyNode(rpc)])
  const replicas: TestReplica[] = []
  try {
    const replica = await stack.startReplica(0, {
      chain: { endpoints: nodes.map(({ url }) => ({ url })), pollMs: 500 },
      ...everyEpoch,
      // Where it is not the first, its turn does not come.
      turns: { takeover: '100000 s', peerTimeoutMs: 2_000 },
    })
    replicas.push(replica)
    for (const at of [1, 2]) replicas.push(await stack.startReplica(at, { submit: undefined }))
    const carrier = watchCarrier(nodes)
    const timesMs: number[] = []
    for (const fault of FAULTS[size]) {
      await waitForBoth(replica)
      const undisturbedMs = await pushInTurn(stack)
      timesMs.push(...(await drillFault(stack, carrier, fault, undisturbedMs)))
    }
    return {
      faults: FAULTS[size].length,
      failoverMs: Math.round(Math.max(...timesMs)),
      pushes: await checkPushes(stack, fromBlock),
    }
  } finally {
    await endReplicas(stack, replicas)
    for (const node of nodes) await node.close()
  }
}

interface Carrier {
  /** Lets the node that carried the last push fail. */
  fail(fault: Fault, meddle: Meddle): void
  heal(): void
}

/** Keeps an eye on which of honest nodes carries a push. */
function watchCarrier(nodes: readonly FaultyNode[]): Carrier {
  let last = nodes[0] as FaultyNode
  const heal = () => {
    for (const node of nodes) {
      node.meddle = (request, forward) => {
        if (isPush(request)) last = node
        return forward()
      }
    }
  }
  heal()
  return {
    heal,
    fail({ isFromPush }, meddle) {
      const node = last
      node.meddle = (request, forward) => {
        if (isFromPush && !isPush(request)) return forward()
        node.meddle = meddle
        return meddle(request, forward)
      }
    },
  }
}

/** A push under a fault, after the one at which it begins, if it does. Returns how much longer they took. */
async function drillFault(
  stack: ReplicaStack,
  carrier: Carrier,
  fault: Fault,
  undisturbedMs: number,
): Promise<number[]> {
  const { meddle, end } = fault.begin(stack)
  carrier.fail(fault, meddle)
  const slowness = Math.max(1, undisturbedMs / IDLE_PUSH_MS)
  try {
    const timesMs: number[] = []
    for (let push = fault.isFromPush ? 0 : 1; push < 2; push++) {
      timesMs.push(Math.max(0, (await pushInTurn(stack)) - undisturbedMs) / slowness)
    }
    const late = timesMs.find((ms) => ms > MOST_FAILOVER_MS)
    if (late === undefined) return timesMs
    const pace = `on a machine ${slowness.toFixed(1)} times as slow as an idle one`
    throw new Error(
      `the push got through ${Math.round(late * slowness)} ms later than without a fault, ${pace}`,
    )
  } catch (error) {
    const { message } = error as Error
    throw new Error(`while an endpoint is ${fault.name}: ${message}`, { cause: error })
  } finally {
    carrier.heal()
    await end()
  }
}

/** A push from when it is due until it counts. Returns how long it took to reach the real node, milliseconds. */
async function pushInTurn(stack: ReplicaStack): Promise<number> {
  const count = () => {
    return stack.client.getTransactionCount({ address: reporterOf(0), blockTag: 'pending' })
  }
  const before = await count()
  const epoch = await beginTurnOf(stack, 0)
  const dueAtMs = performance.now()
  return whileBlocksCome(stack, async () => {
    const arrived = async () => ((await count()) > before ? performance.now() : undefined)
    const arrivedAtMs = await until(`the push of epoch ${epoch}`, arrived)
    const counted = async () => ((await stack.readCountedEpoch()) >= epoch ? true : undefined)
    await until(`epoch ${epoch} to count`, counted)
    return arrivedAtMs - dueAtMs
  })
}

/** The replica asks an endpoint again after a while without requests. */
async function waitForBoth(replica: TestReplica): Promise<void> {
  const areBoth = async () => {
    const { getFigure } = await readHealth(replica)
    return getFigure('gimbal_head_witnesses') === 2 ? true : undefined
  }
  await until('both endpoints in use', areBoth)
}
