import {
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  getAddress,
  type Hex,
  type Log,
  numberToHex,
} from 'viem'
import { expect, test } from 'vitest'
import { messengerAbi } from '../../../../abi/index.ts'
import type { SentMessage } from '../../../../bot/relayer/bridges/bridge.ts'
import { skipToMessage } from '../../../../bot/relayer/bridges/envelope.ts'

const messenger: Address = getAddress(numberToHex(1, { size: 20 }))
const bridge: Address = getAddress(numberToHex(2, { size: 20 }))

const message = (messageId: Hex): SentMessage => ({
  messageId,
  sourceChainId: 31_337,
  chainId: 31_338,
  messenger,
  sender: bridge,
  receiver: bridge,
  nonce: 0n,
  payload: '0x',
  transactionHash: numberToHex(9, { size: 32 }),
  blockNumber: 1n,
})

const createLog = (logIndex: number, address: Address, topics: Hex[], data: Hex): Log =>
  ({ logIndex, address, topics, data }) as never

function sent(logIndex: number, messageId: Hex, chainId: bigint): Log {
  const args = { messageId, chainId, sender: bridge }
  const topics = encodeEventTopics({ abi: messengerAbi, eventName: 'MessageSent', args })
  const types = [{ type: 'address' }, { type: 'uint64' }, { type: 'bytes' }] as const
  return createLog(
    logIndex,
    messenger,
    topics as Hex[],
    encodeAbiParameters(types, [bridge, 0n, '0x']),
  )
}

test('behavior: of two messages with one envelope in a transaction, each has the event after it', () => {
  const [first, second] = [numberToHex(11, { size: 32 }), numberToHex(12, { size: 32 })]
  const dispatched = (logIndex: number) => createLog(logIndex, bridge, [numberToHex(7)], '0x')
  const logs = [sent(3, first, 1n), dispatched(4), sent(5, second, 2n), dispatched(6)]
  const next = (id: Hex) => skipToMessage(logs, message(id))[0]?.logIndex
  expect([next(first), next(second)]).toEqual([4, 6])
  expect(skipToMessage(logs, message(numberToHex(13, { size: 32 })))).toEqual([])
})
