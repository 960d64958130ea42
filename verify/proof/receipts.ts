// The logs that a header vouches for: those of receipts that give its root.
//
// Source:   EIP-2718 (typed receipts); the OP Stack's deposits have two fields more (type 0x7e, since Regolith and Canyon).

import { concat, type Hex, hexToBigInt, numberToHex, type RpcLog, toRlp } from 'viem'
import { toCanonicalLog } from '../../client/logs/canonicalLog.ts'
import type { LogFilter } from '../../observation/index.ts'
import { toField } from './header.ts'
import { computeListRoot } from './trie.ts'

/** A receipt as a node gives it. */
export interface RpcReceipt {
  type?: Hex
  status?: Hex
  cumulativeGasUsed: Hex
  logsBloom: Hex
  logs: readonly Pick<RpcLog, 'address' | 'topics' | 'data'>[]
  depositNonce?: Hex
  depositReceiptVersion?: Hex
}

/** A log of a block, by its place in it. */
export interface ProvenLog {
  address: Hex
  topics: readonly Hex[]
  data: Hex
  logIndex: number
  transactionIndex: number
}

/** The root of a block's receipts, as its header has it. */
export function computeReceiptsRoot(receipts: readonly RpcReceipt[]): Hex {
  return computeListRoot(receipts.map(encodeReceipt))
}

function encodeReceipt(receipt: RpcReceipt): Hex {
  const { type = '0x0', status = '0x', cumulativeGasUsed, logsBloom, logs } = receipt
  const { depositNonce, depositReceiptVersion } = receipt
  const body = toRlp([
    toNumber(status),
    toNumber(cumulativeGasUsed),
    logsBloom,
    logs.map(({ address, topics, data }) => [address, [...topics], data]),
    ...[depositNonce, depositReceiptVersion].flatMap((field) =>
      field === undefined ? [] : [toNumber(field)],
    ),
  ] as never)
  const kind = hexToBigInt(type)
  return kind === 0n ? body : concat([numberToHex(kind, { size: 1 }), body])
}

const toNumber = (hex: Hex): Hex => toField(hexToBigInt(hex)) ?? '0x'

/** The logs of a block's receipts that a filter means, numbered through the block. */
export function listLogs(
  receipts: readonly RpcReceipt[],
  { addresses, topics }: LogFilter,
): ProvenLog[] {
  const wanted = new Set(addresses.map((address) => address.toLowerCase()))
  const all = receipts.flatMap(({ logs }, transactionIndex) =>
    logs.map((log) => ({ log: toCanonicalLog(log), transactionIndex })),
  )
  return all
    .map(({ log, transactionIndex }, logIndex) => ({
      address: log.address,
      topics: log.topics,
      data: log.data,
      logIndex,
      transactionIndex,
    }))
    .filter(({ address, topics: [topic] }) => {
      return (
        wanted.has(address) &&
        (topics === undefined || (topic !== undefined && topics.includes(topic)))
      )
    })
}
