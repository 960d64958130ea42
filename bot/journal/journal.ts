import type { Address, Hex } from 'viem'
import type { Report } from '../../verify/report.ts'

/**
 * What became of a transaction: `open` until it is known; `taken`: it is in a block and did what it was for; `reverted`:
 * it is in a block and did nothing; `replaced`: another transaction with its nonce is in a block.
 */
export type Outcome = 'open' | 'taken' | 'reverted' | 'replaced'

/** A transaction that carries a report. */
interface PushSubject {
  kind: 'push'
  report: Report
  /** Of the reporters, each 65 bytes (r, s, v), ascending by signer. */
  signatures: readonly Hex[]
}

/** A transaction that has a vault do what is due. */
interface ActionSubject {
  kind: 'action'
  vault: Address
  /** What was due when it was signed, such as `cut`; the vault itself decides what it does. */
  action: string
}

/** A transaction that has a proven reporter measure and push. */
interface ProofSubject {
  kind: 'proof'
  marketId: Hex
  reporter: Address
  /** The end of the segment whose evidence was seen when it was signed, unix seconds. */
  observedAt: bigint
  /** With hints it is refused once the segment after that is over. */
  isHinted: boolean
}

/** A transaction that brings a message on its way between two chains. */
interface RelaySubject {
  kind: 'relay'
  /** Such as `deliver`. */
  task: string
  /** Names what it is for. */
  key: string
}

/** What a transaction is for. */
export type Subject = PushSubject | ActionSubject | ProofSubject | RelaySubject

/** A transaction as it was signed. */
export interface SignedTransaction {
  /** Of the transaction. */
  hash: Hex
  chainId: number
  account: Address
  nonce: number
  subject: Subject
  /** The bytes to broadcast, the same in every attempt. */
  rawTransaction: Hex
  /** The most that it can cost: gas limit times the highest fee, wei. */
  maxCostWei: bigint
  /** Unix seconds. */
  signedAt: number
}

/** What the journal knows of a transaction. */
export interface TransactionRecord extends SignedTransaction {
  outcome: Outcome
  /** Cost of the transaction, wei; 0 while it is open, or if it was replaced. */
  feeWei: bigint
  /** When its outcome was known, unix seconds; none while it is open. */
  settledAt: number | undefined
}

/** How a transaction ended. */
export interface Settlement {
  hash: Hex
  outcome: Exclude<Outcome, 'open'>
  feeWei: bigint
  /** Unix seconds. */
  settledAt: number
}

/** The account that sends, on its chain. */
export interface Sender {
  chainId: number
  account: Address
}

/**
 * The record of every transaction, written before it is broadcast. A promise that is fulfilled means that the
 * entry outlives the process and the machine's power.
 */
export interface Journal {
  /**
   * Notes a transaction, open. Noting the same one again changes nothing.
   *
   * @throws JournalConflictError if another nonce of the account is open, or this nonce is settled: one transaction in
   * flight per key, and none twice.
   */
  add(transaction: SignedTransaction): Promise<void>
  /**
   * Notes how a transaction ended; open ones with its nonce were replaced by it. Settling it the same way again
   * changes nothing.
   *
   * @throws JournalConflictError if it is unknown, or ended otherwise.
   */
  settle(settlement: Settlement): Promise<void>
  /**
   * Opens the transactions with a nonce again, after a reorg removed their block and made the nonce free.
   *
   * @returns whether there was anything.
   * @throws JournalConflictError if another nonce of the account is open.
   */
  reopen(sender: Sender, nonce: number): Promise<boolean>
  /** The open transactions, in the order in which they were added. */
  listOpen(sender: Sender): Promise<TransactionRecord[]>
  /**
   * The sum spent since `sinceAt` (unix seconds), wei: the cost of settled transactions, and the most that the dearest
   * open one can.
   */
  sumSpentWei(sender: Sender, sinceAt: number): Promise<bigint>
  close(): Promise<void>
}
