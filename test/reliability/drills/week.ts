// A week of epochs: three replicas in one process, as long as they run without anybody looking.
//
// Method:   blocks come as fast as they are asked for; where a heartbeat is due, the next one comes when a replica has
//           sent something, or after the 12 s of a slot. Whether it is due is read from the chain, not from the replicas.

import { riskParametersAbi } from '../../../abi/index.ts'
import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import { openSqliteJournal } from '../../../bot/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { reporterOf } from '../support/beginEpochs.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import { type Memory, measureMemory } from '../support/measureMemory.ts'
import type { ReplicaStack, TestReplica } from '../support/replicaStack.ts'
import { until } from '../support/until.ts'

const { epochSec } = defaultPolicy
const EPOCHS: Record<DrillSize, number> = { short: 12, long: 1_008 }
/** A sample of the memory so often. */
const SAMPLE_EPOCHS: Record<DrillSize, number> = { short: 1, long: 12 }
const HEARTBEAT_SEC = 600n
const SLOT_SEC = 12n
const MOST_GAP_SEC = 60n

/** What is promised: how far the second half of the time may take the memory, MiB. */
const MOST_HEAP_GROWTH_MIB = 4
const MOST_RESIDENT_GROWTH_MIB = 64
/** What is promised: blocks from the one at which a heartbeat is due to the one that has it. */
const MOST_BLOCKS = 3

export interface WeekFigures {
  epochs: number
  /** Values that the contract took. */
  pushes: number
  /** Heartbeats that were not in a block in time, or with which the value had expired. */
  missedHeartbeats: number
  /** The oldest evidence of a value at any block, seconds. */
  oldestSec: number
  /** How much more memory was held at the end of the second half than at its begin, after a collection. */
  heapGrowthMib: number
  residentGrowthMib: number
  /** Servers and open pushes that were left when all had ended. */
  leftovers: number
}

/** @throws Error if a heartbeat is missed, the memory grows, or something is left at the end. */
export async function drillWeek(stack: ReplicaStack, size: DrillSize): Promise<WeekFigures> {
  const replicas: TestReplica[] = []
  const samples: Memory[] = []
  const watch = new HeartbeatWatch(stack)
  try {
    for (const at of [0, 1, 2]) {
      replicas.push(await stack.startReplica(at, { decide: { heartbeat: `${HEARTBEAT_SEC} s` } }))
    }
    const { timestamp } = await stack.client.getBlock()
    const first = timestamp / epochSec + 1n
    for (let epoch = 0; epoch < EPOCHS[size]; epoch++) {
      await watch.passUntil((first + BigInt(epoch)) * epochSec)
      // The replicas' reports are copied here, because the replicas do not keep them.
      for (const { lines } of replicas) lines.length = 0
      if (epoch % SAMPLE_EPOCHS[size] === 0) samples.push(measureMemory())
    }
  } finally {
    await endReplicas(stack, replicas)
  }
  const left = await Promise.all([
    ...[0, 1, 2].map((at) => countOpen(stack, at)),
    ...replicas.map(countServers),
  ])
  const figures: WeekFigures = {
    epochs: EPOCHS[size],
    pushes: watch.pushes,
    missedHeartbeats: watch.missed,
    oldestSec: watch.oldestSec,
    heapGrowthMib: growth(samples.map(({ heapMib }) => heapMib)),
    residentGrowthMib: growth(samples.map(({ residentMib }) => residentMib)),
    leftovers: left.reduce((sum, count) => sum + count, 0),
  }
  requireAtMost('MiB more on the heap', figures.heapGrowthMib, MOST_HEAP_GROWTH_MIB)
  requireAtMost('MiB more in memory', figures.residentGrowthMib, MOST_RESIDENT_GROWTH_MIB)
  requireAtMost('servers and pushes left over', figures.leftovers, 0)
  return figures
}

/** Lets time pass, and keeps an eye on the age of the value. */
class HeartbeatWatch {
  readonly #stack: ReplicaStack
  #lastAt = 0n
  /** Blocks since the heartbeat is due. */
  #dueBlocks = 0
  pushes = 0
  missed = 0
  oldestSec = 0

  constructor(stack: ReplicaStack) {
    this.#stack = stack
  }

  async passUntil(endAt: bigint): Promise<void> {
    let { timestamp } = await this.#stack.client.getBlock()
    while (timestamp < endAt) {
      const isDue = await this.#look(timestamp)
      if (isDue) await this.#waitForPush()
      const next = timestamp + (isDue ? SLOT_SEC : MOST_GAP_SEC)
      timestamp = next < endAt ? next : endAt
      await this.#stack.mineAt(timestamp)
    }
  }

  /** Whether a push is due at the latest block. */
  async #look(nowAt: bigint): Promise<boolean> {
    const observedAt = BigInt((await this.#stack.readState()).observedAt)
    if (observedAt > this.#lastAt) {
      this.pushes += 1
      this.#lastAt = observedAt
      this.#dueBlocks = 0
    }
    if (observedAt === 0n) return true
    const ageSec = nowAt - observedAt
    this.oldestSec = Math.max(this.oldestSec, Number(ageSec))
    const [, status] = await this.#readParameters()
    const isDue = ageSec >= HEARTBEAT_SEC && nowAt / epochSec > observedAt / epochSec
    if (isDue) this.#dueBlocks += 1
    if (status === ACTIVE && this.#dueBlocks <= MOST_BLOCKS) return isDue
    this.missed += 1
    const blocks = `a heartbeat has been due for ${this.#dueBlocks} blocks`
    throw new Error(`${blocks}, the value is ${ageSec} s old and has status ${status}`)
  }

  #readParameters() {
    return this.#stack.client.readContract({
      address: this.#stack.stack.addresses.governance.riskParameters,
      abi: riskParametersAbi,
      functionName: 'parameters',
      args: [LOCAL_MARKET_ID],
    })
  }

  async #waitForPush(): Promise<void> {
    const hasPush = async () => {
      return (await this.#stack.client.getTxpoolStatus()).pending > 0 ? true : undefined
    }
    await until('a push', hasPush, Number(SLOT_SEC) * 1_000).catch(() => {})
  }
}

/** Of the contract's `Status`. */
const ACTIVE = 1

async function countOpen({ folder, stack }: ReplicaStack, at: number): Promise<number> {
  const journal = openSqliteJournal(`${folder}/journal-${at}.sqlite`)
  try {
    const open = await journal.listOpen({ chainId: stack.chainId, account: reporterOf(at) })
    return open.length
  } finally {
    await journal.close()
  }
}

/** Whether somebody still listens at the places of a replica. */
async function countServers({ bot }: TestReplica): Promise<number> {
  const places = [bot.url, bot.signUrl].filter((url) => url !== undefined)
  const answers = await Promise.allSettled(places.map((url) => fetch(url)))
  return answers.filter(({ status }) => status === 'fulfilled').length
}

/** From the middle of the third quarter to that of the last, twice: what the second half added. */
function growth(values: readonly number[]): number {
  const quarter = Math.floor(values.length / 4)
  const third = median(values.slice(-2 * quarter, -quarter))
  const last = median(values.slice(-quarter))
  return Math.round((last - third) * 2 * 10) / 10
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number
}

function requireAtMost(what: string, value: number, most: number): void {
  if (value > most) throw new Error(`${value} ${what}, allowed are ${most}`)
}
