import { keccak256, type LocalAccount } from 'viem'
import type { SignedTransaction } from '../journal/journal.ts'
import type { PreparedTransaction } from './prepareTransaction.ts'

/** Signs a transaction: from here on it can be broadcast. */
export async function signTransaction(
  account: LocalAccount,
  { transaction, ...entry }: PreparedTransaction,
): Promise<SignedTransaction> {
  const rawTransaction = await account.signTransaction(transaction)
  return { ...entry, rawTransaction, hash: keccak256(rawTransaction) }
}
