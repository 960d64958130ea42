import { type Address, getAddress, type Hex } from 'viem'
import type { Observation } from '../../core/index.ts'
import type { Report } from '../../verify/report.ts'
import type { Outcome, PushRecord, SignedPush } from './journal.ts'

/** A record as tables hold it: integers that may pass 2^53 are decimal text. */
export interface PushRow {
  hash: string
  chain_id: number
  account: string
  nonce: number
  report: string
  signatures: string
  raw_transaction: string
  max_cost_wei: string
  signed_at: number
  outcome: string
  fee_wei: string
  settled_at: number | null
}

/** The row of a transaction that is open. */
export function toRow(push: SignedPush): PushRow {
  return {
    hash: push.hash,
    chain_id: push.chainId,
    account: getAddress(push.account),
    nonce: push.nonce,
    report: formatReport(push.report),
    signatures: JSON.stringify(push.signatures),
    raw_transaction: push.rawTransaction,
    max_cost_wei: `${push.maxCostWei}`,
    signed_at: push.signedAt,
    outcome: 'open',
    fee_wei: '0',
    settled_at: null,
  }
}

/** The record of a row that `toRow` made. */
export function fromRow(row: PushRow): PushRecord {
  return {
    hash: row.hash as Hex,
    chainId: row.chain_id,
    account: row.account as Address,
    nonce: row.nonce,
    report: parseReport(row.report),
    signatures: JSON.parse(row.signatures),
    rawTransaction: row.raw_transaction as Hex,
    maxCostWei: BigInt(row.max_cost_wei),
    signedAt: row.signed_at,
    outcome: row.outcome as Outcome,
    feeWei: BigInt(row.fee_wei),
    settledAt: row.settled_at ?? undefined,
  }
}

function formatReport(report: Report): string {
  return JSON.stringify(report, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
}

function parseReport(text: string): Report {
  const { observedAt, blockNumber, observation, ...bytes } = JSON.parse(text)
  const figures = Object.entries<string>(observation).map(([field, value]) => [
    field,
    BigInt(value),
  ])
  return {
    ...bytes,
    observedAt: BigInt(observedAt),
    blockNumber: BigInt(blockNumber),
    observation: Object.fromEntries(figures) as Observation,
  }
}
