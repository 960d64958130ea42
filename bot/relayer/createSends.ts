// When home has news of a market that another chain should hear, and who has been told already.

import { type Address, encodeFunctionData, getAddress, type Hex, hexToBigInt, slice } from 'viem'
import { messengerAbi, parametersSenderAbi, remoteParametersAbi } from '../../abi/index.ts'
import { type Parameters, unpackVector } from '../../core/index.ts'
import { toBigints } from '../../governance/index.ts'
import { decodeError } from '../decodeError.ts'
import { nameMessage, type SentMessage } from './bridges/bridge.ts'
import type { Backoff } from './createBackoff.ts'
import type { ChainEvents } from './createEventBook.ts'
import { type AwayReading, decideSend, type SendSettings } from './decideSend.ts'
import type { AwayChain, HomeChain } from './relayChain.ts'
import type { RelayDraft } from './relayDraft.ts'

interface SendsOptions {
  home: HomeChain
  markets: readonly Hex[]
  settings: SendSettings
  backoff: Backoff
  /** A message that was not taken for so long is sent again, by the next messenger, seconds. */
  repeatAfterSec: number
  /** Unix seconds. */
  clock(): number
}

export function createSends(options: SendsOptions) {
  const { home, markets, settings, backoff, repeatAfterSec, clock } = options
  const firstSeenAt = new Map<string, number>()

  async function consider(
    marketId: Hex,
    away: AwayChain,
    told: ChainEvents,
  ): Promise<RelayDraft | undefined> {
    const key = `send ${marketId} ${away.chainId}`
    if (!backoff.mayTry(key)) return undefined
    const [message, known] = await Promise.all([readHome(marketId), readAway(marketId, away)])
    if (message === undefined || known === undefined) return undefined
    const { payload, status, madeAt } = message
    const values = unpackVector(readWord(payload))
    if (decideSend({ status, madeAt, values }, known, settings) === undefined) return undefined

    const sent = [...told.deep.messages, ...told.shallow.messages].filter((one) =>
      isOfMarket(one, marketId, away),
    )
    const unheard = sent.filter((one) => readWordParts(one.payload).madeAt > known.madeAt)
    // The time of a market that is not Active is that of sending: its status alone says whether it was told.
    const isSame = (one: SentMessage) => {
      const { status: toldStatus, madeAt: toldAt } = readWordParts(one.payload)
      return toldStatus === status && (status !== ACTIVE || toldAt >= madeAt)
    }
    const isLate = (one: SentMessage) => clock() - noteSeen(one) >= repeatAfterSec
    // A messenger that has lost one is not waited for, however many anyone sends by it after that.
    const losing = new Set(unheard.filter(isLate).map(({ messenger }) => getAddress(messenger)))
    const isLosing = (messenger: Address) => losing.has(getAddress(messenger))
    const others = home.messengers.filter(({ address }) => !isLosing(address))
    const isWaitedFor = (one: SentMessage) => others.length === 0 || !isLosing(one.messenger)
    if (unheard.some((one) => isSame(one) && !isLate(one) && isWaitedFor(one))) return undefined
    // What one bridge has lost, the next one gets.
    const ways = others.length > 0 ? others : home.messengers
    const messenger = ways[unheard.length % ways.length]?.address
    return messenger && createDraft(key, marketId, away, messenger, payload)
  }

  function noteSeen(message: SentMessage): number {
    const name = nameMessage(message)
    const seenAt = firstSeenAt.get(name) ?? clock()
    firstSeenAt.set(name, seenAt)
    return seenAt
  }

  function isOfMarket(
    { sender, receiver, chainId, payload }: SentMessage,
    marketId: Hex,
    away: AwayChain,
  ) {
    return (
      chainId === away.chainId &&
      getAddress(sender) === getAddress(home.home.parametersSender) &&
      getAddress(receiver) === getAddress(away.away.remoteParameters) &&
      slice(payload, 0, 32) === marketId
    )
  }

  /** What would be sent; undefined: home has no such market. */
  function readHome(marketId: Hex) {
    return home.endpoints.agree(`what is to be sent of ${marketId}`, async (client) => {
      try {
        const [payload, status, madeAt] = await client.readContract({
          address: home.home.parametersSender,
          abi: parametersSenderAbi,
          functionName: 'message',
          args: [marketId],
        })
        return { payload, status, madeAt: BigInt(madeAt) }
      } catch (error) {
        if (decodeError(error)?.name === 'NothingToSend') return undefined
        throw error
      }
    })
  }

  async function createDraft(
    key: string,
    marketId: Hex,
    away: AwayChain,
    messenger: Address,
    payload: Hex,
  ): Promise<RelayDraft> {
    const chainId = BigInt(away.chainId)
    const { remoteParameters: receiver } = away.away
    const value = await home.endpoints.agree(`the fee of ${messenger}`, (client) =>
      client.readContract({
        address: messenger,
        abi: messengerAbi,
        functionName: 'quoteFee',
        args: [chainId, receiver, payload],
      }),
    )
    const data = encodeFunctionData({
      abi: parametersSenderAbi,
      functionName: 'send',
      args: [marketId, chainId, receiver, messenger],
    })
    return { task: 'send', key, call: { to: home.home.parametersSender, data, value } }
  }

  return {
    /** The vectors that a chain should hear. */
    async find(away: AwayChain, told: ChainEvents): Promise<RelayDraft[]> {
      const drafts = await Promise.all(markets.map((marketId) => consider(marketId, away, told)))
      return drafts.filter((draft) => draft !== undefined)
    },
  }
}

/** Status of RiskParameters' reader, as contracts number it. */
const ACTIVE = 1
const VECTOR_BITS = 190n
const TIME_BITS = 38n

function readWord(payload: Hex): bigint {
  return hexToBigInt(slice(payload, 32, 64))
}

/** Time and status above the vector: contracts/libraries/MessageWord.sol. */
function readWordParts(payload: Hex): { madeAt: bigint; status: number } {
  const above = readWord(payload) >> VECTOR_BITS
  return { madeAt: above & ((1n << TIME_BITS) - 1n), status: Number(above >> TIME_BITS) }
}

/** What a market on another chain holds; undefined: it has no such market. */
function readAway(marketId: Hex, { endpoints, away }: AwayChain): Promise<AwayReading | undefined> {
  return endpoints.agree(`the market ${marketId}`, async (client) => {
    const call = {
      address: away.remoteParameters,
      abi: remoteParametersAbi,
      args: [marketId],
    } as const
    const [, status] = await client.readContract({ ...call, functionName: 'parameters' })
    if (status === 0) return undefined
    const state = await client.readContract({ ...call, functionName: 'marketState' })
    const { homeStatus, madeAt, isAwaitingEvidence, values } = state
    return {
      homeStatus,
      madeAt: BigInt(madeAt),
      isAwaitingEvidence,
      values: toBigints(values) as Parameters,
    }
  })
}
