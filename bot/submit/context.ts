import type { Hex, LocalAccount, PublicClient } from 'viem'
import type { Parameters } from '../../core/index.ts'
import type { Report, ReportScope } from '../../verify/report.ts'
import type { Journal } from '../journal/journal.ts'

export interface SubmitSettings {
  /** Tip for the builder of the block, wei per unit of gas. */
  tipPerGas: bigint
  /** The most that a unit of gas may ever cost, wei. */
  budgetPerGas: bigint
  /** The most that pushes may cost within 24 hours, wei. */
  dailyBudgetWei: bigint
  /** From this balance downwards the alarm is raised, wei. */
  lowBalanceWei: bigint
  /** A transaction without a block is sent again with higher fees after so many seconds. */
  replaceAfterSec: number
  /** Blocks from the transaction's to the latest, both counted, before a push is over; 1: the latest is enough. */
  requiredDepth: bigint
}

/** Asks and sends. Its transport does not retry: the sender of a request decides that. */
export type SubmitClient = Pick<
  PublicClient,
  | 'estimateGas'
  | 'getBalance'
  | 'getBlock'
  | 'getTransaction'
  | 'getTransactionCount'
  | 'getTransactionReceipt'
  | 'readContract'
  | 'sendRawTransaction'
>

/** The clients, settings and journal that sending a push needs. */
export interface SubmitContext {
  client: SubmitClient
  /** Gets the transactions instead of the client, such as a private relay: one endpoint per send. */
  relay?: Pick<SubmitClient, 'sendRawTransaction'> | undefined
  /** Pays. No other program may send from it. */
  account: LocalAccount
  scope: ReportScope
  journal: Journal
  settings: SubmitSettings
  /** Unix seconds. */
  clock(): number
}

/** A report that has its quorum. */
export interface Draft {
  report: Report
  /** Of the reporters, each 65 bytes (r, s, v), ascending by signer. */
  signatures: readonly Hex[]
  /** The target that the core computes here; the contract has to agree before anything is sent. */
  target: Parameters
}
