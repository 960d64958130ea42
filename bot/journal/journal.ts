import type { Address, Hex } from 'viem'
import type { Report } from '../report.ts'

/**
 * What became of a transaction: `open` until it is known; `taken`: the report counted; `reverted`: it is in a block
 * and the report did not count; `replaced`: another transaction with its nonce is in a block.
 */
export type Outcome = 'open' | 'taken' | 'reverted' | 'replaced'

/** A transaction that carries a report, as it was signed. */
export interface SignedPush {
  /** Of the transaction. */
  hash: Hex
  chainId: number
  account: Address
  nonce: number
  report: Report
  /** Of the reporters, as the contract takes them. */
  signatures: readonly Hex[]
  /** What is broadcast, byte for byte, as often as it takes. */
  rawTransaction: Hex
  /** The most that it can cost: gas limit times the highest fee, wei. */
  maxCostWei: bigint
  /** Unix seconds. */
  signedAt: number
}

/** What the journal knows of a transaction. */
export interface PushRecord extends SignedPush {
  outcome: Outcome
  /** What it cost, wei; 0 while it is open, or if it was replaced. */
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

/** Whose transactions. */
export interface Sender {
  chainId: number
  account: Address
}

/**
 * What a bot must not forget: every transaction before it is broadcast. A promise that is fulfilled means that the
 * entry outlives the process and the machine's power.
 */
export interface Journal {
  /**
   * Notes a transaction, open. Noting the same one again changes nothing.
   *
   * @throws JournalConflictError if another nonce of the account is open, or this nonce is settled: one push in flight
   * per key, and none twice.
   */
  add(push: SignedPush): Promise<void>
  /**
   * Notes how a transaction ended; open ones with its nonce were replaced by it. Settling it the same way again
   * changes nothing.
   *
   * @throws JournalConflictError if it is unknown, or ended otherwise.
   */
  settle(settlement: Settlement): Promise<void>
  /**
   * Opens again what had ended with a nonce: its block went in a reorg, and the chain has the nonce free.
   *
   * @returns whether there was anything.
   * @throws JournalConflictError if another nonce of the account is open.
   */
  reopen(sender: Sender, nonce: number): Promise<boolean>
  /** What may still be under way, in the order in which it was noted. */
  listOpen(sender: Sender): Promise<PushRecord[]>
  /**
   * What was spent from `sinceAt` on, unix seconds, wei: what settled transactions cost, and the most that the dearest
   * open one can.
   */
  sumSpentWei(sender: Sender, sinceAt: number): Promise<bigint>
  close(): Promise<void>
}
