import { keccak256 } from 'viem'
import type { SignedPush } from '../journal/journal.ts'
import type { SubmitContext } from './context.ts'
import type { PreparedPush } from './preparePush.ts'

/** Signs a transaction: from here on it can be broadcast. */
export async function signPush(
  { account }: Pick<SubmitContext, 'account'>,
  { transaction, ...push }: PreparedPush,
): Promise<SignedPush> {
  const rawTransaction = await account.signTransaction(transaction)
  return { ...push, rawTransaction, hash: keccak256(rawTransaction) }
}
