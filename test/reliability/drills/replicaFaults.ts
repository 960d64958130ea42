// One of three replicas fails, of which two have to sign; and then two of them.
//
// Method:   in each case the epoch is one in which the failing replica is the first to push, so that the others have to
//           do it for it. All of its connections lead through proxies. The one with a wrong clock is a process, and the
//           quorum depends on it.

import { getAddress } from 'viem'
import { loadConfig, StartGateError } from '../../../bot/index.ts'
import { beginTurnOf, everyEpoch, reporterOf } from '../support/beginEpochs.ts'
import { startBotProcess } from '../support/botProcess.ts'
import { checkPushes } from '../support/checkPushes.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import { type Exposure, exposeReplica } from '../support/exposeReplica.ts'
import { createLie } from '../support/indexFaults.ts'
import { passTurn, readPush, waitUntilCounted } from '../support/passTurn.ts'
import { waitForAlarm, waitUntilWell } from '../support/readHealth.ts'
import type { LogLine, ReplicaStack, TestReplica } from '../support/replicaStack.ts'
import { type FaultyServer, startFaultyServer } from '../support/startFaultyServer.ts'
import { until } from '../support/until.ts'
import { whileBlocksCome } from '../support/whileBlocksCome.ts'

const ROUNDS: Record<DrillSize, number> = { short: 1, long: 10 }
/** How far the wrong clock is off, seconds. */
const SKEW_SEC = 3_600
/** What liars say of which figure. */
const LIES = { first: 'baseFeePerGas', last: 'depthUsd6' }

type Changes = NonNullable<Parameters<ReplicaStack['writeConfig']>[1]>

export interface ReplicaFaultFigures {
  /** Cases in which one failed and the others pushed for it. */
  faults: number
  /** From when a push was due and two lied to the alarm of the honest one, with the default of `alarms.after`. */
  quorumAlarmSec: number
  /** Pushes that the contract took, each of them right. */
  pushes: number
}

/** @throws Error if nobody pushes for the one that fails, or somebody does when two lie. */
export async function drillReplicaFaults(
  stack: ReplicaStack,
  size: DrillSize,
): Promise<ReplicaFaultFigures> {
  const { number: fromBlock } = await stack.client.getBlock()
  const defaults = (await loadConfig(await stack.writeConfig(0))).config
  const trio = await startTrio(stack)
  const toAlarmMs: number[] = []
  let faults = 0
  try {
    for (let round = 0; round < ROUNDS[size]; round++) {
      await drillLiar(stack, trio)
      await drillPartition(stack, trio)
      await drillWrongClock(stack, trio)
      faults += 4
      toAlarmMs.push(await drillTwoLiars(stack, trio))
    }
    const alarmSec = Math.max(...toAlarmMs) / 1_000 + Number(defaults.alarms.after)
    return {
      faults,
      quorumAlarmSec: Math.round(alarmSec * 10) / 10,
      pushes: await checkPushes(stack, fromBlock),
    }
  } finally {
    await trio.end()
  }
}

/** Three replicas, started again where they were ended. */
interface Trio {
  /** All connections of the first one. */
  first: Exposure
  /** In front of the last one's index. */
  lastIndex: FaultyServer
  changes: readonly Changes[]
  get(at: number): TestReplica
  start(at: number): Promise<void>
  stop(at: number): Promise<void>
  end(): Promise<void>
}

async function startTrio(stack: ReplicaStack): Promise<Trio> {
  const first = await exposeReplica(stack, 0)
  const lastIndex = await startFaultyServer(stack.stack.urls.graphql ?? '')
  const common = { alarms: { after: '1 s' }, ...everyEpoch }
  const urlsOf = (...urls: string[]) => urls.map((url) => ({ url }))
  const changes: Changes[] = [
    { ...first.changes, ...common },
    { peers: urlsOf(first.own.url, stack.signUrl(2)), ...common },
    {
      peers: urlsOf(first.own.url, stack.signUrl(1)),
      index: { ...first.changes.index, endpoints: urlsOf(lastIndex.url) },
      ...common,
    },
  ]
  const replicas = new Map<number, TestReplica>()
  const trio: Trio = {
    first,
    lastIndex,
    changes,
    get: (at) => replicas.get(at) as TestReplica,
    async start(at) {
      replicas.set(at, await stack.startReplica(at, changes[at]))
    },
    async stop(at) {
      await endReplicas(stack, [trio.get(at)])
      replicas.delete(at)
    },
    async end() {
      await endReplicas(stack, [...replicas.values()])
      await first.close()
      await lastIndex.close()
    },
  }
  for (const at of [0, 1, 2]) await trio.start(at)
  return trio
}

/** Its peers do not sign what it has measured: it learns what differs, and does not push. */
async function drillLiar(stack: ReplicaStack, { first, get }: Trio): Promise<void> {
  await passTurn(stack, 0)
  first.index.meddle = createLie(LIES.first, 1n)
  await passForAbsent(stack)
  await waitForDifference(get(0), 0, LIES.first)
  first.heal()
  await passTurn(stack, 0)
}

async function drillPartition(stack: ReplicaStack, { first, get }: Trio): Promise<void> {
  first.cut()
  await passForAbsent(stack)
  first.heal()
  await whileBlocksCome(stack, () => waitUntilWell(get(0)))
  await passTurn(stack, 0)
}

/** The clock of the first one is wrong, and it signs and pushes as ever; then it is killed. */
async function drillWrongClock(stack: ReplicaStack, { changes, start, stop }: Trio): Promise<void> {
  await stop(0)
  const refused = await stack
    .startReplica(0, { ...changes[0], chain: { ...changes[0]?.chain, clock: 'real' } })
    .catch((error) => error)
  if (!(refused instanceof StartGateError) || !refused.problems[0]?.startsWith('clock: ')) {
    throw new Error('a replica whose clock counts has started years after its chain')
  }
  const shift = `{const now=Date.now;Date.now=()=>now()+${SKEW_SEC * 1_000}}`
  const child = startBotProcess(await stack.writeConfig(0, changes[0]), {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shift)}`,
  })
  try {
    const { time } = await child.waitFor('started')
    const skewMs = Date.parse(time as string) - Date.now()
    if (skewMs < SKEW_SEC * 900) throw new Error(`its clock is off by ${skewMs} ms only`)
    await stop(2)
    await passTurn(stack, 0)
    await passTurn(stack, 1)
    await start(2)
  } finally {
    await child.end('SIGKILL')
  }
  await passForAbsent(stack)
  await start(0)
}

/** Nobody pushes, and the honest one says why. Returns how soon it notices, milliseconds. */
async function drillTwoLiars(stack: ReplicaStack, trio: Trio): Promise<number> {
  const { first, lastIndex, get } = trio
  await passTurn(stack, 1)
  first.index.meddle = createLie(LIES.first, 1n)
  lastIndex.meddle = createLie(LIES.last, 1n)
  const from = [0, 1, 2].map((at) => get(at).lines.length)
  const epoch = await beginTurnOf(stack, 1)
  const dueAtMs = performance.now()
  const noticedMs = await whileBlocksCome(stack, async () => {
    const inVain = (at: number) =>
      waitForLine(get(at), from[at] ?? 0, 'quorum', ({ isReached }) => isReached === false)
    await inVain(1)
    const elapsedMs = performance.now() - dueAtMs
    await waitForDifference(get(1), from[1] ?? 0, LIES.first)
    await waitForDifference(get(1), from[1] ?? 0, LIES.last)
    await waitForAlarm(get(1), 'quorum')
    // The others have had their turn as well.
    await inVain(0)
    await inVain(2)
    return elapsedMs
  })
  if ((await stack.readCountedEpoch()) >= epoch)
    throw new Error(`epoch ${epoch} counts, of which two have told lies`)
  first.heal()
  lastIndex.meddle = (_, forward) => forward()
  await whileBlocksCome(stack, () => waitUntilCounted(stack, epoch))
  // The epoch does not end before, so that a replica sees others' pushes without gathering signatures itself.
  const areWell = () => Promise.all([0, 1, 2].map((at) => waitUntilWell(get(at))))
  await whileBlocksCome(stack, areWell, { blockSec: 1n })
  return noticedMs
}

/** An epoch in which the first replica is the first to push, and the others do it for it. */
async function passForAbsent(stack: ReplicaStack): Promise<void> {
  const epoch = await beginTurnOf(stack, 0)
  await whileBlocksCome(stack, () => waitUntilCounted(stack, epoch))
  const { from } = await readPush(stack, epoch)
  if (getAddress(from) === reporterOf(0))
    throw new Error('the replica has pushed in spite of its fault')
}

function waitForLine(
  { lines }: TestReplica,
  from: number,
  event: string,
  match: (line: LogLine) => boolean,
): Promise<LogLine> {
  return until(`a line ${event}`, () =>
    lines.slice(from).find((line) => line.event === event && match(line)),
  )
}

/** A peer has answered a replica with the first figure on which they differ. */
async function waitForDifference(
  replica: TestReplica,
  from: number,
  figure: string,
): Promise<void> {
  await waitForLine(replica, from, 'peer-refused', ({ difference }) => {
    return (difference as { field: string } | undefined)?.field === `observation.${figure}`
  })
}
