// What was voted at home for another chain: posted by each messenger, and executed there when its time has come.

import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  numberToHex,
  zeroAddress,
  zeroHash,
} from 'viem'
import {
  governanceReceiverAbi,
  governanceSenderAbi,
  messengerAbi,
  timelockAbi,
} from '../../abi/index.ts'
import { nameMessage, type SentMessage } from './bridges/bridge.ts'
import type { Backoff } from './createBackoff.ts'
import type {
  ChainEvents,
  GovernancePost,
  GovernanceRecord,
  ScheduledOperation,
} from './createEventBook.ts'
import type { AwayChain, HomeChain } from './relayChain.ts'
import type { RelayDraft } from './relayDraft.ts'

interface GovernanceOptions {
  home: HomeChain
  aways: readonly AwayChain[]
  backoff: Backoff
  /** Whether a message was taken. */
  isOver(message: Pick<SentMessage, 'messenger' | 'messageId'>): boolean
  /** A post whose message was not taken for so long is repeated, seconds. */
  repeatAfterSec: number
  /** Unix seconds. */
  clock(): number
}

export function createGovernanceErrands(options: GovernanceOptions) {
  const { home, aways, backoff, isOver, repeatAfterSec, clock } = options
  const firstSeenAt = new Map<string, number>()
  /** Done or cancelled. */
  const over = new Set<string>()

  /** Since when a message is under way, as far as this process knows. */
  function noteSeen(post: GovernancePost): number {
    const name = nameMessage(post)
    const seenAt = firstSeenAt.get(name) ?? clock()
    firstSeenAt.set(name, seenAt)
    return seenAt
  }

  async function findPost(
    record: GovernanceRecord,
    away: AwayChain,
    messenger: Address,
    told: ChainEvents,
  ): Promise<RelayDraft | undefined> {
    const { nonce, targets, calldatas } = record
    const chainId = BigInt(record.chainId)
    const key = `post ${chainId} ${nonce} ${messenger}`
    if (!backoff.mayTry(key)) return undefined
    const { governanceReceiver: receiver } = away.away
    // Whoever posts chooses the receiver: what a stranger has posted to another one reaches nobody.
    const arriving = new Set(
      [...told.deep.messages, ...told.shallow.messages]
        .filter((message) => isAddressEqual(message.receiver, receiver))
        .map(nameMessage),
    )
    const posts = [...told.deep.posts, ...told.shallow.posts].filter(
      (post) =>
        post.chainId === record.chainId &&
        post.nonce === nonce &&
        isAddressEqual(post.messenger, messenger) &&
        arriving.has(nameMessage(post)),
    )
    const isUnderWay = posts.some(
      (post) => isOver(post) || clock() - noteSeen(post) < repeatAfterSec,
    )
    if (isUnderWay) return undefined
    const value = await home.endpoints.agree(`the fee of ${messenger}`, async (client) => {
      const call = { address: messenger, abi: messengerAbi } as const
      const peer = await client.readContract({ ...call, functionName: 'peerOf', args: [chainId] })
      if (peer === zeroAddress) return undefined
      const payload = encodeRecord(record)
      const args = [chainId, receiver, payload] as const
      return client.readContract({ ...call, functionName: 'quoteFee', args })
    })
    if (value === undefined) return undefined
    const data = encodeFunctionData({
      abi: governanceSenderAbi,
      functionName: 'post',
      args: [chainId, nonce, targets, calldatas, receiver, messenger],
    })
    return { task: 'post', key, call: { to: home.home.governanceSender, data, value } }
  }

  return {
    /** Records at home that a messenger has not been given, or whose message was lost. */
    async findPosts(told: ChainEvents, isUp: (chainId: number) => boolean): Promise<RelayDraft[]> {
      const drafts: RelayDraft[] = []
      for (const away of aways.filter(({ chainId }) => isUp(chainId))) {
        const records = told.deep.records.filter(({ chainId }) => chainId === away.chainId)
        if (records.length === 0) continue
        const next = await away.endpoints.agree('the record that is next', (client) =>
          client.readContract({
            address: away.away.governanceReceiver,
            abi: governanceReceiverAbi,
            functionName: 'nextNonce',
          }),
        )
        for (const record of records.filter(({ nonce }) => nonce >= next)) {
          for (const { address } of home.messengers) {
            const draft = await findPost(record, away, address, told)
            if (draft !== undefined) drafts.push(draft)
          }
        }
      }
      return drafts
    },

    /** Operations of a chain's timelock whose time has come. */
    async findExecutions(away: AwayChain, told: ChainEvents): Promise<RelayDraft[]> {
      const drafts: RelayDraft[] = []
      for (const operation of told.deep.operations) {
        const key = `execute ${away.chainId} ${operation.operationId}`
        if (over.has(key) || !backoff.mayTry(key)) continue
        const state = await readState(away, operation)
        if (state === 'over') over.add(key)
        if (state === 'ready')
          drafts.push({ task: 'execute', key, call: executeCall(away, operation) })
      }
      return drafts
    },
  }
}

function encodeRecord({ chainId, nonce, targets, calldatas }: GovernanceRecord): Hex {
  return encodeAbiParameters(
    [{ type: 'uint64' }, { type: 'uint64' }, { type: 'address[]' }, { type: 'bytes[]' }],
    [BigInt(chainId), nonce, targets, calldatas],
  )
}

function readState(
  { endpoints, away }: AwayChain,
  { operationId }: ScheduledOperation,
): Promise<'over' | 'ready' | 'waiting'> {
  return endpoints.agree('an operation of the timelock', async (client) => {
    const call = { address: away.timelock, abi: timelockAbi, args: [operationId] } as const
    const state = await client.readContract({ ...call, functionName: 'getOperationState' })
    return states[state] ?? 'over'
  })
}

/** OpenZeppelin's states in their order: unset (cancelled, since it was scheduled once), waiting, ready, done. */
const states = ['over', 'waiting', 'ready', 'over'] as const

function executeCall({ away }: AwayChain, { nonce, targets, calldatas }: ScheduledOperation) {
  const values = targets.map(() => 0n)
  const salt = numberToHex(nonce, { size: 32 })
  const data = encodeFunctionData({
    abi: timelockAbi,
    functionName: 'executeBatch',
    args: [targets, values, calldatas, zeroHash, salt],
  })
  return { to: away.timelock, data }
}
