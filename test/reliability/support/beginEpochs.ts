import type { Address } from 'viem'
import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import { computeRank } from '../../../bot/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import type { ReplicaStack } from './replicaStack.ts'
import { waitForIndex } from './waitForIndex.ts'

const { epochSec } = defaultPolicy
/** From a block to the next one where nothing is to happen, seconds. */
const JUMP_SEC = 240n

const reporters = localAccounts.reporters.map(({ address }) => address)

/** Settings of a replica with which every epoch has its push, however late the last one came. */
export const everyEpoch = { decide: { heartbeat: '1 s', deadBand: '99 %' } }
/** The same, and further pushes of an epoch for what tightens. In the others none is under way when an epoch begins. */
export const everyTightening = { decide: { heartbeat: '1 s' } }

/** The replica's reporter, which also pays. */
export function reporterOf(at: number): Address {
  return reporters[at] as Address
}

/** The replica that is the first to push in an epoch. */
function firstOf(epoch: bigint): number {
  return reporters.findIndex((reporter) => computeRank(epoch, reporter, reporters) === 0)
}

/** To the first block of the next epoch, when the index has all blocks before it: what is due then is due at once. */
export async function beginNextEpoch(stack: ReplicaStack): Promise<bigint> {
  const { timestamp } = await stack.client.getBlock()
  return beginThe(stack, timestamp / epochSec + 1n)
}

/** The same of the next epoch in which a replica is the first to push. */
export async function beginTurnOf(stack: ReplicaStack, at: number): Promise<bigint> {
  const { timestamp } = await stack.client.getBlock()
  let epoch = timestamp / epochSec + 1n
  while (firstOf(epoch) !== at) epoch += 1n
  return beginThe(stack, epoch)
}

async function beginThe(stack: ReplicaStack, epoch: bigint): Promise<bigint> {
  const lastAt = epoch * epochSec - 12n
  // Every segment of 120 s is closed, if not by a block of its own.
  for (;;) {
    const { timestamp } = await stack.client.getBlock()
    if (timestamp >= lastAt) break
    await stack.mineAt(timestamp + JUMP_SEC < lastAt ? timestamp + JUMP_SEC : lastAt)
  }
  await waitForIndex(stack)
  await stack.mineAt(epoch * epochSec)
  return epoch
}
