// From an epoch's first block to the push sent and the value readable, and where the time goes; then shocks.

import { setTimeout as sleep } from 'node:timers/promises'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { askSubgraph } from '../../stack/local/startGraphNode.ts'
import { everyTightening } from '../../test/reliability/support/beginEpochs.ts'
import { startBotProcess } from '../../test/reliability/support/botProcess.ts'
import { passShock, type Shock } from '../../test/reliability/support/passShock.ts'
import type { ReplicaStack } from '../../test/reliability/support/replicaStack.ts'

/** Settings that an operator with an own node chooses, milliseconds. */
const POLL_MS = 50
const changes = { chain: { pollMs: POLL_MS }, ...everyTightening }
const { epochSec } = defaultPolicy
const LOOK_MS = 5
const TIMEOUT_MS = 30_000

/** When things were seen first, milliseconds after the first block of an epoch was mined. */
export interface Latency {
  indexedMs: number
  sentMs: number
  readableMs: number
}

/** Three replicas, each in a process of its own, so many epochs, and then so many shocks within one. */
export async function measureLatencies(
  stack: ReplicaStack,
  epochs: number,
  shockCount: number,
): Promise<{ latencies: Latency[]; shocks: Shock[] }> {
  const files = await Promise.all([0, 1, 2].map((at) => stack.writeConfig(at, changes)))
  const replicas = files.map((file) => startBotProcess(file))
  try {
    await Promise.all(replicas.map((replica) => replica.waitFor('started')))
    await stack.mineUntilCounted((await stack.beginEpoch()).epoch)
    const latencies: Latency[] = []
    for (let epoch = 0; epoch < epochs; epoch++) {
      const { timestamp } = await stack.client.getBlock()
      await stack.mineUntil((timestamp / epochSec + 1n) * epochSec - 60n)
      const { number } = await stack.client.getBlock()
      const isAtHead = ({ blockNumber }: Record<string, unknown>) =>
        `${blockNumber}` === `${number}`
      await Promise.all(replicas.map((replica) => replica.waitFor('decided', isAtHead)))
      await waitForIndex(stack, number)
      latencies.push(await measureEpoch(stack))
      for (const { lines } of replicas) lines.length = 0
    }
    const shocks: Shock[] = []
    for (let at = 0; at < shockCount; at++) {
      shocks.push(await passShock(stack))
      for (const { lines } of replicas) lines.length = 0
    }
    return { latencies, shocks }
  } finally {
    await Promise.all(replicas.map((replica) => replica.end('SIGKILL')))
  }
}

async function measureEpoch(stack: ReplicaStack): Promise<Latency> {
  const { epoch, number } = await stack.beginEpoch()
  const minedAtMs = performance.now()
  const since = () => performance.now() - minedAtMs
  const indexed = waitForIndex(stack, number).then(since)
  await look('a transaction', async () => (await stack.client.getTxpoolStatus()).pending > 0)
  const sentMs = since()
  await look('the value', async () => {
    await stack.mine()
    return (await stack.readCountedEpoch()) >= epoch
  })
  const readableMs = since()
  return { indexedMs: await indexed, sentMs, readableMs }
}

function waitForIndex(stack: ReplicaStack, block: bigint): Promise<void> {
  const { graphql = '' } = stack.stack.urls
  return look(`block ${block} in the index`, async () => (await askSubgraph(graphql)) >= block)
}

async function look(what: string, isThere: () => Promise<boolean>): Promise<void> {
  const endAtMs = performance.now() + TIMEOUT_MS
  while (!(await isThere())) {
    if (performance.now() > endAtMs) throw new Error(`${what}: not within ${TIMEOUT_MS} ms`)
    await sleep(LOOK_MS)
  }
}
