// Calls that were voted at home for another chain, with every step that they have taken.

import type { Address, Hex, PublicClient } from 'viem'
import { governanceReceiverAbi, timelockAbi } from '../../abi/index.ts'
import type { BridgeMessage, ChainName, MessageState, Place } from './readMessages.ts'
import type { BridgeEvent, SideRead } from './readSide.ts'
import { isSameAddress, type Side } from './sides.ts'

/** The step at which a record stands. `unknown`: its chain was not read. */
export type RecordStep =
  | 'recorded'
  | 'posted'
  | 'brought'
  | 'scheduled'
  | 'ready'
  | 'executed'
  | 'canceled'
  | 'unknown'

/** A messenger's part in bringing a record. */
export interface RecordCarrier {
  /** The bridge: `axelar`. */
  messenger: string
  /** On the home chain: by which anyone may post it. */
  address: Address
  state: MessageState
  /** When it was brought; undefined: not yet. */
  brought: Place | undefined
  /** Why it has not come; undefined where it was brought, or not posted. */
  reason: string | undefined
}

/** Calls that were voted for another chain. */
export interface GovernanceRecord {
  chain: ChainName
  /** Counts the votes for that chain, from 0. */
  nonce: bigint
  targets: readonly Address[]
  calldatas: readonly Hex[]
  recorded: Place
  step: RecordStep
  /** Of each messenger to which the chain listens. */
  carriers: readonly RecordCarrier[]
  /** How many messengers have brought it. */
  broughtCount: number
  /** How many have to; undefined: its chain was not read. */
  threshold: number | undefined
  /** In the timelock of its chain, once it is scheduled. */
  operationId: Hex | undefined
  /** When it was scheduled. */
  scheduled: Place | undefined
  /** From when anyone may execute it, Unix seconds; undefined: it is not scheduled. */
  readyAt: bigint | undefined
  executed: Place | undefined
  canceled: Place | undefined
}

type Of<Name extends BridgeEvent['eventName']> = Extract<BridgeEvent, { eventName: Name }>

/** Every record, the newest of each chain first. */
export async function joinRecords(
  sides: readonly Side[],
  reads: readonly SideRead[],
  messages: readonly BridgeMessage[],
): Promise<GovernanceRecord[]> {
  const home = reads.find(({ side }) => side.remote === undefined)
  if (home === undefined) return []
  const recorded = select(home.events, 'GovernanceRecorded')
  const records = recorded.toReversed().map(async (event) => {
    const { chainId, nonce, targets, calldatas } = event.args
    const away = reads.find(({ side }) => side.remote && BigInt(side.chainId) === chainId)
    const listed = sides.find((side) => BigInt(side.chainId) === chainId)
    const chain = { name: listed?.name ?? `chain ${chainId}`, chainId: Number(chainId) }
    const receiver = listed?.remote?.contracts.governanceReceiver
    // Whoever posts chooses the receiver: what was posted to another one brings the record nowhere.
    const posts = messages.filter((message) => {
      const { recordNonce, to } = message
      const isOfRecord = recordNonce === nonce && to.chainId === chain.chainId
      return isOfRecord && isSameAddress(receiver, message.receiver)
    })
    const common = { chain, nonce, targets, calldatas, recorded: await placeOf(home, event) }
    const progress =
      away?.side.client === undefined
        ? describeUnread(home, posts)
        : await readProgress(home, away, away.side.client, nonce, posts)
    return { ...common, ...progress }
  })
  return Promise.all(records)
}

/** What is known of a record whose chain was not read. */
function describeUnread(home: SideRead, posts: readonly BridgeMessage[]) {
  const none = { operationId: undefined, scheduled: undefined, readyAt: undefined }
  return {
    ...none,
    step: posts.length === 0 ? ('recorded' as const) : ('unknown' as const),
    carriers: home.side.messengers.map(({ name, address }) => {
      return describeCarrier(name, address, posts, undefined)
    }),
    broughtCount: 0,
    threshold: undefined,
    executed: undefined,
    canceled: undefined,
  }
}

async function readProgress(
  home: SideRead,
  away: SideRead,
  client: PublicClient,
  nonce: bigint,
  posts: readonly BridgeMessage[],
) {
  const { remote } = away.side
  const [listed, threshold] = await client.readContract({
    address: remote?.contracts.governanceReceiver as Address,
    abi: governanceReceiverAbi,
    functionName: 'messengers',
    blockNumber: away.blockNumber,
  })
  const brought = select(away.events, 'GovernanceBrought').filter(({ args }) => {
    return args.nonce === nonce
  })
  const heard = home.side.messengers.filter(({ name }) => {
    const there = away.side.messengers.find((one) => one.name === name)
    return there !== undefined && listed.some((one) => isSameAddress(one, there.address))
  })
  const carriers = heard.map(async ({ name, address }) => {
    const there = away.side.messengers.find((one) => one.name === name)
    const event = brought.find(({ args }) => isSameAddress(there?.address, args.messenger))
    const place = event && (await placeOf(away, event))
    return describeCarrier(name, address, posts, place)
  })
  const scheduled = select(away.events, 'GovernanceScheduled').find(({ args }) => {
    return args.nonce === nonce
  })
  const operationId = scheduled?.args.operationId
  const executed = select(away.events, 'CallExecuted').find(({ args }) => args.id === operationId)
  const canceled = select(away.events, 'Cancelled').find(({ args }) => args.id === operationId)
  const readyAt = scheduled && (await readReadyAt(client, away, scheduled.args.operationId))
  return {
    carriers: await Promise.all(carriers),
    broughtCount: brought.length,
    threshold,
    operationId,
    scheduled: scheduled && (await placeOf(away, scheduled)),
    readyAt,
    executed: executed && (await placeOf(away, executed)),
    canceled: canceled && (await placeOf(away, canceled)),
    step: nameStep(),
  }

  function nameStep(): RecordStep {
    if (executed !== undefined) return 'executed'
    if (canceled !== undefined) return 'canceled'
    if (readyAt !== undefined) return readyAt <= away.blockAt ? 'ready' : 'scheduled'
    if (brought.length > 0) return 'brought'
    return posts.length > 0 ? 'posted' : 'recorded'
  }
}

/** The timelock forgets when an operation was ready once it is executed or canceled: it is undefined then. */
async function readReadyAt(
  client: PublicClient,
  { side, blockNumber }: SideRead,
  operationId: Hex,
): Promise<bigint | undefined> {
  const readyAt = await client.readContract({
    address: side.remote?.contracts.timelock as Address,
    abi: timelockAbi,
    functionName: 'getTimestamp',
    args: [operationId],
    blockNumber,
  })
  return readyAt > 1n ? readyAt : undefined
}

function describeCarrier(
  messenger: string,
  address: Address,
  posts: readonly BridgeMessage[],
  brought: Place | undefined,
): RecordCarrier {
  const common = { messenger, address, brought }
  if (brought !== undefined) return { ...common, state: 'delivered', reason: undefined }
  // The newest first; an older one may still be delivered where a newer one failed.
  const own = posts.filter((post) => post.messenger === messenger)
  const post = own.find(({ state }) => state !== 'failed') ?? own[0]
  if (post === undefined) return { ...common, state: 'recorded', reason: undefined }
  return { ...common, state: post.state, reason: post.reason }
}

function select<Name extends BridgeEvent['eventName']>(
  events: readonly BridgeEvent[],
  name: Name,
): Of<Name>[] {
  return events.filter((event): event is Of<Name> => event.eventName === name)
}

async function placeOf(read: SideRead, event: BridgeEvent): Promise<Place> {
  const { blockNumber, transactionHash } = event
  return { blockNumber, at: await read.readTime(blockNumber), transactionHash }
}
