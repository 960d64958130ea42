import { type Address, getAddress, type Hex } from 'viem'
import type { Observation } from '../../core/index.ts'
import type { Report } from '../../verify/report.ts'
import type { Outcome, SignedTransaction, Subject, TransactionRecord } from './journal.ts'

/** A record as tables hold it: integers that may pass 2^53 are decimal text. */
export interface TransactionRow {
  hash: string
  chain_id: number
  account: string
  nonce: number
  subject: string
  raw_transaction: string
  max_cost_wei: string
  signed_at: number
  outcome: string
  fee_wei: string
  settled_at: number | null
}

/** The row of a transaction that is open. */
export function toRow(transaction: SignedTransaction): TransactionRow {
  return {
    hash: transaction.hash,
    chain_id: transaction.chainId,
    account: getAddress(transaction.account),
    nonce: transaction.nonce,
    subject: formatSubject(transaction.subject),
    raw_transaction: transaction.rawTransaction,
    max_cost_wei: `${transaction.maxCostWei}`,
    signed_at: transaction.signedAt,
    outcome: 'open',
    fee_wei: '0',
    settled_at: null,
  }
}

/** The record of a row that `toRow` made. */
export function fromRow(row: TransactionRow): TransactionRecord {
  return {
    hash: row.hash as Hex,
    chainId: row.chain_id,
    account: row.account as Address,
    nonce: row.nonce,
    subject: parseSubject(row.subject),
    rawTransaction: row.raw_transaction as Hex,
    maxCostWei: BigInt(row.max_cost_wei),
    signedAt: row.signed_at,
    outcome: row.outcome as Outcome,
    feeWei: BigInt(row.fee_wei),
    settledAt: row.settled_at ?? undefined,
  }
}

function formatSubject(subject: Subject): string {
  return JSON.stringify(subject, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
}

function parseSubject(text: string): Subject {
  const subject = JSON.parse(text)
  if (subject.kind === 'push') return { ...subject, report: parseReport(subject.report) }
  if (subject.kind === 'proof') return { ...subject, observedAt: BigInt(subject.observedAt) }
  return subject
}

function parseReport(content: Record<string, unknown>): Report {
  const { observedAt, blockNumber, observation, ...bytes } = content
  const figures = Object.entries(observation as Record<string, string>).map(([field, value]) => [
    field,
    BigInt(value),
  ])
  return {
    ...bytes,
    observedAt: BigInt(observedAt as string),
    blockNumber: BigInt(blockNumber as string),
    observation: Object.fromEntries(figures) as Observation,
  } as Report
}
