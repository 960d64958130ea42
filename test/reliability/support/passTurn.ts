import { getAddress } from 'viem'
import { riskParametersEvents } from '../../../abi/index.ts'
import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import type { ConditionName } from '../../../bot/health/conditions.ts'
import { unpackUpdate } from '../../../core/index.ts'
import { beginTurnOf, reporterOf } from './beginEpochs.ts'
import { readHealth, waitForAlarm } from './readHealth.ts'
import type { ReplicaStack, TestReplica } from './replicaStack.ts'
import { until } from './until.ts'
import { whileBlocksCome } from './whileBlocksCome.ts'

const { epochSec } = defaultPolicy

/**
 * An epoch in which a replica is the first to push, and does. The chain's time nearly stands still until it has, so that
 * it is no other's turn, however slow this machine is: blocks come a second apart, and only as a push needs them.
 */
export async function passTurn(stack: ReplicaStack, at: number): Promise<void> {
  const { client } = stack
  const epoch = await beginTurnOf(stack, at)
  const counted = async () => {
    if ((await stack.readCountedEpoch()) >= epoch) return true
    const [{ pending }, { transactions }] = await Promise.all([
      client.getTxpoolStatus(),
      client.getBlock(),
    ])
    // One of the epoch before may be under way still: it has to get into a block, and another one onto that.
    if (pending + transactions.length > 0) await stack.mine(1n)
    return undefined
  }
  await until(`epoch ${epoch} to count, by replica ${at}`, counted)
  const { from } = await readPush(stack, epoch)
  if (getAddress(from) === reporterOf(at)) return
  throw new Error(`${from} has pushed epoch ${epoch}, not replica ${at}`)
}

/** The transaction by which the market first counted evidence of an epoch. */
export async function readPush({ client, stack }: ReplicaStack, epoch: bigint) {
  const events = await client.getContractEvents({
    address: stack.addresses.governance.riskParameters,
    abi: riskParametersEvents,
    eventName: 'Updated',
    strict: true,
    fromBlock: 0n,
  })
  const event = events.find(({ args }) => unpackUpdate(args.words).observedAt / epochSec === epoch)
  if (event === undefined) throw new Error(`the chain has no push of epoch ${epoch}`)
  return client.getTransaction({ hash: event.transactionHash })
}

/**
 * An epoch in which a replica is the first to push, and others do it: this one raises an alarm, neither pushes nor
 * signs.
 *
 * @throws Error if it does.
 */
export async function passWithout(
  stack: ReplicaStack,
  replica: TestReplica,
  at: number,
  alarm: ConditionName,
): Promise<void> {
  const readWork = async () => {
    const { getFigure } = await readHealth(replica)
    const signed = getFigure('gimbal_signatures_given_total{answer="signed"}')
    const sent = await stack.client.getTransactionCount({
      address: reporterOf(at),
      blockTag: 'pending',
    })
    return `${signed} signatures for others, ${sent} pushes`
  }
  const before = await readWork()
  const epoch = await beginTurnOf(stack, at)
  await whileBlocksCome(stack, async () => {
    await waitUntilCounted(stack, epoch)
    await waitForAlarm(replica, alarm)
  })
  const after = await readWork()
  if (after !== before) throw new Error(`replica ${at} went on: ${after}, before ${before}`)
}

/** Waits until the market has counted an epoch; the caller makes blocks come. */
export async function waitUntilCounted(stack: ReplicaStack, epoch: bigint): Promise<void> {
  const counted = async () => ((await stack.readCountedEpoch()) >= epoch ? true : undefined)
  await until(`epoch ${epoch} to count`, counted)
}
