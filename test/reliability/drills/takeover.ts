// The replica whose turn it is dies: before its epoch begins, or right after it has sent its push.
//
// Method:   it is a process that is killed; blocks are a second apart by the chain, by which replicas wait for their turn,
//           and by which the takeover is measured. Here the next block comes after a second at the earliest, and when the
//           index has the last one: a machine that is slow lets the chain's time pass more slowly. A push that is left behind gets into a block at once, or only after another has
//           taken over: the base fee is too high for it until then.

import {
  decodeFunctionData,
  getAddress,
  type Hex,
  parseGwei,
  parseTransaction,
  type TransactionSerialized,
} from 'viem'
import { riskParametersAbi } from '../../../abi/index.ts'
import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import { beginTurnOf, everyEpoch, reporterOf } from '../support/beginEpochs.ts'
import { startBotProcess } from '../support/botProcess.ts'
import { checkPushes } from '../support/checkPushes.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import { readPush, waitUntilCounted } from '../support/passTurn.ts'
import type { LogLine, ReplicaStack, TestReplica } from '../support/replicaStack.ts'
import { until } from '../support/until.ts'
import { whileBlocksCome } from '../support/whileBlocksCome.ts'

const { epochSec } = defaultPolicy
const ROUNDS: Record<DrillSize, number> = { short: 1, long: 10 }
/** What is promised. */
const MOST_TAKEOVER_SEC = 15
const MOST_WASTED = 1
/** As time passes here, or more slowly. */
const EVERY_SECOND = { everyMs: 1_000, blockSec: 1n, waitsForIndex: true }
/** Where only what is sent counts. */
const AT_ONCE = { everyMs: 100, blockSec: 1n, waitsForIndex: true }

export interface TakeoverFigures {
  /** From the block that begins an epoch to that with the push of another replica, the worst of all, seconds of the chain. */
  takeoverSec: number
  /** Transactions of an epoch that were paid for and did not count, the worst of all. */
  wastedTransactions: number
  /** Pushes that the contract took, each of them right. */
  pushes: number
}

/** @throws Error if nobody takes over in time, or more is wasted than is promised. */
export async function drillTakeover(
  stack: ReplicaStack,
  size: DrillSize,
): Promise<TakeoverFigures> {
  const { number: fromBlock } = await stack.client.getBlock()
  const replicas: TestReplica[] = []
  try {
    for (const at of [1, 2]) replicas.push(await stack.startReplica(at, everyEpoch))
    const takeovers: number[] = []
    const wasted: number[] = []
    for (let round = 0; round < ROUNDS[size]; round++) {
      for (const drill of [dieBefore, dieAfterSent, dieWithStuckPush]) {
        const from = (await stack.client.getBlockNumber({ cacheTime: 0 })) + 1n
        const elapsedSec = await drill(stack)
        if (elapsedSec !== undefined) takeovers.push(elapsedSec)
        wasted.push(await countReverted(stack, from))
      }
    }
    const figures = {
      takeoverSec: Math.max(...takeovers),
      wastedTransactions: Math.max(...wasted),
    }
    if (figures.takeoverSec > MOST_TAKEOVER_SEC) {
      throw new Error(`the takeover came after ${figures.takeoverSec} s`)
    }
    if (figures.wastedTransactions > MOST_WASTED) {
      throw new Error(`${figures.wastedTransactions} transactions were wasted in one epoch`)
    }
    return { ...figures, pushes: await checkPushes(stack, fromBlock) }
  } finally {
    await endReplicas(stack, replicas)
  }
}

/** Nobody is there when the epoch begins. */
async function dieBefore(stack: ReplicaStack): Promise<number> {
  const epoch = await beginTurnOf(stack, 0)
  return takeOver(stack, epoch, EVERY_SECOND)
}

/** The push that was sent before counts; no other replica needs to take over. */
async function dieAfterSent(stack: ReplicaStack): Promise<void> {
  const { epoch } = await sendAndDie(stack)
  await stack.mine(1n)
  if (!(await isPushOfDead(stack, epoch))) throw new Error('another was faster than its push')
  // All turns come, and no replica uses its turn.
  for (let blocks = 0; blocks < 3; blocks++) await stack.mine(12n)
}

/** The push that is left behind gets into no block before another has taken over, and then it does. */
async function dieWithStuckPush(stack: ReplicaStack): Promise<void> {
  const { client } = stack
  const { epoch, raw } = await sendAndDie(stack)
  const { baseFeePerGas } = await client.getBlock()
  // Above the offer for twelve full blocks, and the tip.
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('100') })
  await stack.mine(1n)
  await takeOver(stack, epoch, AT_ONCE)
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: baseFeePerGas ?? 1n })
  await stack.mine(1n)
  // Anvil has dropped it; the nodes of a network have not.
  await client.sendRawTransaction({ serializedTransaction: raw })
  await stack.mine(1n)
}

/** A replica that is killed as soon as its push is sent. */
async function sendAndDie(stack: ReplicaStack): Promise<{ epoch: bigint; raw: Hex }> {
  const child = startBotProcess(await stack.writeConfig(0, everyEpoch))
  try {
    await child.waitFor('started')
    const epoch = await beginTurnOf(stack, 0)
    const findPush = async () => {
      const isBusy = await hasOthers(stack, epoch)
      const raw = await findSent(stack, child.lines, epoch)
      // One of the epoch before may be under way still: it has to get into a block, and another one onto that.
      if (raw === undefined && isBusy) await stack.mine(1n)
      return raw
    }
    return { epoch, raw: await until('its push', findPush) }
  } finally {
    await child.end('SIGKILL')
  }
}

/** Whether a transaction waits, or has just got into a block, and none is the push of this epoch, which may wait before its replica tells of it. */
async function hasOthers({ client }: ReplicaStack, epoch: bigint): Promise<boolean> {
  const [{ pending }, { transactions }] = await Promise.all([
    client.getTxpoolContent(),
    client.getBlock(),
  ])
  const waiting = Object.values(pending).flatMap((byNonce) => Object.values(byNonce))
  if (waiting.some(({ input }) => readEpoch(input) === epoch)) return false
  return waiting.length + transactions.length > 0
}

/** The bytes of the push of an epoch, if a log says that it was sent. */
async function findSent(
  { client }: ReplicaStack,
  lines: readonly LogLine[],
  epoch: bigint,
): Promise<Hex | undefined> {
  for (const { event, hash } of lines) {
    if (event !== 'sent') continue
    const request = { method: 'eth_getRawTransactionByHash', params: [hash] }
    const raw: Hex | null = await client.request(request as never)
    if (raw === null) continue
    const { data = '0x' } = parseTransaction(raw as TransactionSerialized)
    if (readEpoch(data) === epoch) return raw
  }
  return undefined
}

/** The epoch of the evidence in a push's call. */
function readEpoch(data: Hex): bigint {
  const { args } = decodeFunctionData({ abi: riskParametersAbi, data })
  const [report] = args as readonly [{ observedAt: number }]
  return BigInt(report.observedAt) / epochSec
}

/** Until a push of another replica counts. Returns how long that takes from the latest block on, seconds of the chain. */
async function takeOver(
  stack: ReplicaStack,
  epoch: bigint,
  pace: typeof EVERY_SECOND,
): Promise<number> {
  const { timestamp: begunAt } = await stack.client.getBlock()
  await whileBlocksCome(stack, () => waitUntilCounted(stack, epoch), pace)
  if (await isPushOfDead(stack, epoch)) throw new Error('nobody has taken over')
  const { blockHash } = await readPush(stack, epoch)
  const { timestamp } = await stack.client.getBlock({ blockHash: blockHash as Hex })
  return Number(timestamp - begunAt)
}

async function isPushOfDead(stack: ReplicaStack, epoch: bigint): Promise<boolean> {
  const { from } = await readPush(stack, epoch)
  return getAddress(from) === reporterOf(0)
}

/** Transactions in blocks from one on that were paid for and did nothing. */
async function countReverted({ client }: ReplicaStack, from: bigint): Promise<number> {
  const last = await client.getBlockNumber({ cacheTime: 0 })
  let count = 0
  for (let number = from; number <= last; number++) {
    const { transactions } = await client.getBlock({ blockNumber: number })
    const receipts = await Promise.all(
      transactions.map((hash) => client.getTransactionReceipt({ hash })),
    )
    count += receipts.filter(({ status }) => status === 'reverted').length
  }
  return count
}
