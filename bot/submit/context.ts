import type { Address, Hex, LocalAccount, PublicClient, TransactionReceipt } from 'viem'
import type { Journal, Subject, TransactionRecord } from '../journal/journal.ts'

export interface SubmitSettings {
  /** Tip for the builder of the block, wei per unit of gas. */
  tipPerGas: bigint
  /** The most that a unit of gas may ever cost, wei. */
  budgetPerGas: bigint
  /** The most that transactions may cost within 24 hours, wei. */
  dailyBudgetWei: bigint
  /** From this balance downwards the alarm is raised, wei. */
  lowBalanceWei: bigint
  /** A transaction without a block is sent again with higher fees after so many seconds. */
  replaceAfterSec: number
  /** Blocks from the transaction's to the latest, both counted, before it is over; 1: the latest is enough. */
  requiredDepth: bigint
}

/** Asks and sends. Its transport does not retry: the sender of a request decides that. */
export type SubmitClient = Pick<
  PublicClient,
  | 'call'
  | 'estimateGas'
  | 'getBalance'
  | 'getBlock'
  | 'getTransaction'
  | 'getTransactionCount'
  | 'getTransactionReceipt'
  | 'readContract'
  | 'sendRawTransaction'
>

/** At which block a transaction is tried: one that is to replace another must not meet that one in the pending block. */
export type TrialBlock = 'pending' | 'latest'

/** Why a draft is not worth a transaction now. `detail` is one line for a log. */
export interface Objection {
  reason: 'refused' | 'target-differs'
  /** The contract's name for its refusal, where it gave one. */
  refusal?: string | undefined
  detail: string
}

/** What a transaction calls. */
export interface Call {
  to: Address
  data: Hex
  /** Goes along, wei; none by default. */
  value?: bigint | undefined
}

/** What distinguishes one kind of transaction from another. A draft is what is to be sent, before it is signed. */
export interface Errand<Draft> {
  toCall(draft: Draft): Call
  toSubject(draft: Draft): Subject
  /** The most that this draft's transaction may cost, wei; undefined: only the account's budgets count. */
  getLimitWei(draft: Draft): bigint | undefined
  /** Whether a draft is so urgent that it takes the place of an open transaction that is not late yet. */
  mayOvertake(draft: Draft, open: Subject): boolean
  /** Asks the contract what it would do; the call itself, with these very bytes, is tried besides. */
  preview(
    client: SubmitClient,
    draft: Draft,
    blockTag: TrialBlock,
  ): Promise<Objection | undefined> | undefined
  /**
   * Checks that a transaction that a node calls successful has done what it was for.
   *
   * @throws ReadBackError if the node's receipt and its state contradict each other.
   */
  readBack(
    client: SubmitClient,
    record: TransactionRecord,
    receipt: TransactionReceipt,
  ): Promise<void>
}

/** The clients, settings and journal that sending needs. */
export interface SubmitContext<Draft> {
  client: SubmitClient
  /** Gets the transactions instead of the client, such as a private relay: one endpoint per send. */
  relay?: Pick<SubmitClient, 'sendRawTransaction'> | undefined
  chainId: number
  /** Pays. No other program may send from it. */
  account: LocalAccount
  errand: Errand<Draft>
  journal: Journal
  settings: SubmitSettings
  /** Unix seconds. */
  clock(): number
}
