import {
  formatTransaction,
  type Hex,
  keccak256,
  type RpcTransaction,
  serializeTransaction,
  type TransactionSerializable,
} from 'viem'
import { computeListRoot } from './trie.ts'

/** Transactions of one block, whose bytes give the root of its header. */
export type ProvenTransactions = { isProven: true; hashes: readonly Hex[] }
export type UnprovenTransactions =
  /** One is of a kind that is not written here. */
  { isProven: false; unknownType: string } | { isProven: false; unknownType?: undefined }

/** Kinds that any chain has: their bytes are known. */
const knownTypes = new Set(['0x0', '0x1', '0x2', '0x3', '0x4'])

/** Whether a block's transactions, as a node tells them, are those of its header. */
export function checkTransactions(
  transactions: readonly RpcTransaction[],
  transactionsRoot: Hex,
): ProvenTransactions | UnprovenTransactions {
  const unknown = transactions.find(({ type }) => !knownTypes.has(type))
  if (unknown !== undefined) return { isProven: false, unknownType: unknown.type }
  try {
    const encoded = transactions.map(encodeTransaction)
    if (computeListRoot(encoded) !== transactionsRoot) return { isProven: false }
    return { isProven: true, hashes: encoded.map((bytes) => keccak256(bytes)) }
  } catch {
    // What is no transaction has no bytes.
    return { isProven: false }
  }
}

/** The bytes of a signed transaction. */
function encodeTransaction(transaction: RpcTransaction): Hex {
  const formatted = formatTransaction(transaction)
  const { input, r, s, v, yParity } = formatted
  const unsigned = { ...formatted, data: input } as unknown as TransactionSerializable
  return serializeTransaction(unsigned, { r, s, v, yParity } as never)
}
