// The life of a transaction, a step at a time.
//
// Method:   each step looks at the journal and the chain alone, so that a step after a crash is the same as any other.
//           Nothing is sent that is not in the journal first; while a nonce is open, only transactions with that nonce
//           are sent.

import { type Hex, TransactionNotFoundError } from 'viem'
import { type BalanceReading, describeLowBalance } from '../describeBalance.ts'
import { describeFailure } from '../describeFailure.ts'
import type { Settlement, SignedTransaction, TransactionRecord } from '../journal/journal.ts'
import type { Objection, SubmitContext } from './context.ts'
import { findOutcome } from './findOutcome.ts'
import { isNonceUsed, isTaken } from './isTaken.ts'
import { type PrepareObjection, prepareTransaction } from './prepareTransaction.ts'
import { signTransaction } from './signTransaction.ts'

/** Where a transaction has got to. `problem` is the node's objection to the transaction, if it had one. */
export type Progress =
  | { type: 'idle' }
  | ({ type: 'held' } & (Objection | PrepareObjection))
  | { type: 'sent'; way: 'first' | 'replacement' | 'again'; hash: Hex; problem?: string }
  | { type: 'waiting'; hash: Hex }
  /** In a block, not deep enough yet; `hash` unknown: the nonce was used elsewhere. */
  | { type: 'shallow'; hash?: Hex; depth: bigint }
  | { type: 'settled'; record: TransactionRecord; settlement: Settlement }

export interface Submitter<Draft> {
  /**
   * Does the next step: settles what is over; sends what is open and the node does not know, byte for byte; replaces
   * what has waited for too long, or for less if the draft is so urgent, with the draft if there is one; or begins to
   * send the draft. To be called once a block or so, and again at once after `settled`. One call at a time: others wait for it.
   *
   * @throws ReadBackError, JournalConflictError, and viem's errors if the node does not answer: nothing is lost, call
   * it again.
   */
  advance(draft?: Draft): Promise<Progress>
  /** What the account has, and what it lacks. */
  checkBalance(): Promise<BalanceReading>
}

export function createSubmitter<Draft>(context: SubmitContext<Draft>): Submitter<Draft> {
  const { client, relay = client, chainId, account, errand, journal, settings, clock } = context
  const sender = { chainId, account: account.address }
  let last: Promise<unknown> = Promise.resolve()

  async function step(draft: Draft | undefined): Promise<Progress> {
    const open = await journal.listOpen(sender)
    const latest = open.at(-1)
    if (latest === undefined) return draft === undefined ? { type: 'idle' } : begin(draft, [])

    const standing = await findOutcome(context, open)
    if (standing.type === 'shallow') return standing
    if (standing.type === 'over') {
      const settlement = { ...standing.settlement, settledAt: clock() }
      await journal.settle(settlement)
      const over = open.find(({ hash }) => hash === settlement.hash) ?? latest
      return { type: 'settled', record: over, settlement }
    }
    const isLate = clock() - latest.signedAt >= settings.replaceAfterSec
    if (isLate || (draft !== undefined && errand.mayOvertake(draft, latest.subject))) {
      const progress = await begin(draft, open)
      if (progress.type !== 'held') return progress
    }
    if (await isKnown(latest.hash)) return { type: 'waiting', hash: latest.hash }
    return send(latest, 'again')
  }

  /** Sends the draft, or without one what is open, dearer. */
  async function begin(
    draft: Draft | undefined,
    open: readonly TransactionRecord[],
  ): Promise<Progress> {
    const blockTag = open.length === 0 ? 'pending' : 'latest'
    const [objection, prepared] = await Promise.all([
      draft === undefined ? undefined : errand.preview(client, draft, blockTag),
      prepareTransaction(context, draft, open, blockTag),
    ])
    if (objection) return { type: 'held', ...objection }
    if ('reason' in prepared) return { type: 'held', ...prepared }
    // What was over has gone with its block, and has given its nonce back: it is under way again.
    if (open.length === 0 && (await journal.reopen(sender, prepared.nonce))) return step(draft)
    const signed = await signTransaction(account, prepared)
    await journal.add(signed)
    return send(signed, open.length === 0 ? 'first' : 'replacement')
  }

  // The transaction is in the journal already, so the next step looks up its outcome. If the node refuses
  // it because it has it, in its pool or in a block, nothing is wrong: another endpoint, or an earlier try, was faster.
  async function send(
    { hash, rawTransaction }: SignedTransaction,
    way: 'first' | 'replacement' | 'again',
  ): Promise<Progress> {
    try {
      await relay.sendRawTransaction({ serializedTransaction: rawTransaction })
      return { type: 'sent', way, hash }
    } catch (error) {
      if (isTaken(error) || (isNonceUsed(error) && (await isKnown(hash).catch(() => false)))) {
        return { type: 'sent', way, hash }
      }
      return { type: 'sent', way, hash, problem: describeFailure(error) }
    }
  }

  async function isKnown(hash: Hex): Promise<boolean> {
    try {
      await client.getTransaction({ hash })
      return true
    } catch (error) {
      if (error instanceof TransactionNotFoundError) return false
      throw error
    }
  }

  return {
    advance(draft) {
      const turn = last.then(() => step(draft))
      last = turn.catch(() => {})
      return turn
    },

    async checkBalance() {
      const balanceWei = await client.getBalance({ address: account.address })
      const { lowBalanceWei } = settings
      if (balanceWei > lowBalanceWei) return { balanceWei }
      return {
        balanceWei,
        shortage: describeLowBalance(account.address, balanceWei, lowBalanceWei),
      }
    },
  }
}
