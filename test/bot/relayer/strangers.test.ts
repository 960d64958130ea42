// Anyone may post a record to a receiver of his own, and send whatever by a messenger: neither may stop a relayer, nor
// be at its cost.

import { type Address, decodeFunctionData, getAddress, type Hex, numberToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { governanceSenderAbi } from '../../../abi/index.ts'
import { type Bridge, nameMessage, type SentMessage } from '../../../bot/relayer/bridges/bridge.ts'
import { createBackoff } from '../../../bot/relayer/createBackoff.ts'
import { createDeliveries } from '../../../bot/relayer/createDeliveries.ts'
import type { ChainEvents } from '../../../bot/relayer/createEventBook.ts'
import { createGovernanceErrands } from '../../../bot/relayer/createGovernanceErrands.ts'
import type { AwayChain, HomeChain } from '../../../bot/relayer/relayChain.ts'

const accountOf = (number: number): Address => getAddress(numberToHex(number, { size: 20 }))
const idOf = (number: number): Hex => numberToHex(number, { size: 32 })

const [messenger, parametersSender, governanceSender] = [accountOf(1), accountOf(2), accountOf(3)]
const [remoteParameters, governanceReceiver, timelock] = [accountOf(4), accountOf(5), accountOf(6)]
const stranger = accountOf(7)
const taken: string[] = []
/** Messages whose proof has not come yet. */
const unproven: string[] = []

const bridge: Bridge = {
  name: 'axelar',
  isDelivered: async (message) => taken.includes(nameMessage(message)),
  findCall: async (message) =>
    unproven.includes(nameMessage(message))
      ? { type: 'pending', detail: 'no proof yet' }
      : { type: 'call', step: 'deliver', call: { to: message.receiver, data: message.messageId } },
}

/** A chain where every call is taken, and no record was brought yet. */
const chain = {
  endpoints: {
    agree: async (_what: string, ask: (client: never) => Promise<unknown>) =>
      ask({
        readContract: async ({ functionName }: { functionName: string }) =>
          functionName === 'peerOf' ? messenger : 0n,
        call: async () => ({}),
      } as never),
  } as never,
  messengers: [{ bridge, address: messenger }],
  depth: 1n,
}
const home: HomeChain = {
  ...chain,
  name: 'local',
  chainId: 31_337,
  receivers: [],
  home: { parametersSender, governanceSender },
}
const away: AwayChain = {
  ...chain,
  name: 'local-2',
  chainId: 31_338,
  receivers: [remoteParameters, governanceReceiver],
  away: { remoteParameters, governanceReceiver, timelock },
}

const backoff = () => createBackoff({ firstSec: 15, mostSec: 3_600, clock: () => 0 })

function createDelivering() {
  const options = {
    chains: [home, away],
    attestor: { attest: async () => ({ proof: '0x' as const }) },
  }
  return createDeliveries({ ...options, backoff: backoff(), parametersSender, onNote: () => {} })
}

function createMessage(number: number, sender: Address, receiver: Address): SentMessage {
  return {
    messageId: idOf(number),
    sourceChainId: home.chainId,
    chainId: away.chainId,
    messenger,
    sender,
    receiver,
    nonce: BigInt(number),
    payload: '0x',
    transactionHash: idOf(number),
    blockNumber: 1n,
  }
}

function tell(deep: Partial<ChainEvents['deep']>): ChainEvents {
  const none = { messages: [], records: [], posts: [], operations: [] }
  return { deep: { ...none, ...deep }, shallow: none }
}

describe('strangers', () => {
  test('a record that a stranger has posted to a receiver of his own is posted all the same', async () => {
    const deliveries = createDelivering()
    const { isOver } = deliveries
    const options = { home, aways: [away], backoff: backoff(), isOver, repeatAfterSec: 1_800 }
    const governance = createGovernanceErrands({ ...options, clock: () => 0 })
    const record = {
      chainId: away.chainId,
      nonce: 0n,
      targets: [timelock],
      calldatas: ['0x' as Hex],
    }
    const post = (number: number) => {
      return { chainId: away.chainId, nonce: 0n, messenger, messageId: idOf(number) }
    }
    const his = createMessage(1, governanceSender, stranger)
    const told = tell({ records: [record], posts: [post(1)], messages: [his] })
    const drafts = await governance.findPosts(told, () => true)
    expect(drafts).toHaveLength(1)
    const data = drafts[0]?.call.data as Hex
    const { args } = decodeFunctionData({ abi: governanceSenderAbi, data })
    expect(args).toContain(governanceReceiver)

    // One that anyone has posted to the receiver is under way.
    const ours = createMessage(2, governanceSender, governanceReceiver)
    const both = tell({ records: [record], posts: [post(1), post(2)], messages: [his, ours] })
    expect(await governance.findPosts(both, () => true)).toEqual([])
  })

  test('a message to a receiver that is none of ours is neither brought nor waited for', async () => {
    const deliveries = createDelivering()
    const messages = [
      ...Array.from({ length: 50 }, (_, number) => createMessage(number, stranger, stranger)),
      createMessage(50, governanceSender, governanceReceiver),
    ]
    const told = new Map([[home.chainId, tell({ messages })]])
    expect(deliveries.countOpen(away, told)).toBe(1)
    const drafts = await deliveries.find(away, told, 1n)
    expect(drafts.map(({ call }) => call.to)).toEqual([governanceReceiver])
  })

  test('vectors that anyone sends in every block do not keep those waiting whose proof has come', async () => {
    const deliveries = createDelivering()
    const vectors = [1, 2, 3, 4].map((number) => ({
      ...createMessage(number, parametersSender, remoteParameters),
      payload: idOf(99),
    }))
    const told = new Map([[home.chainId, tell({ messages: vectors })]])
    const find = async () =>
      (await deliveries.find(away, told, 1n)).map(({ call: { data } }) => data)
    unproven.push(...vectors.slice(2).map(nameMessage))
    expect(await find()).toEqual([idOf(2)])
    // Once it is there, the newer ones alone are looked at.
    taken.push(nameMessage(vectors[1] as SentMessage))
    await find()
    unproven.length = 0
    expect(await createDelivering().find(away, told, 1n)).toHaveLength(1)
    taken.length = 0
  })
})
