// What the other steps of a check rest on, proven from the hash of one block: its header and all before it, the logs, the
// transaction, and the words in storage. Then a node that tells something else than the chain has is found out, as long as
// that hash is the chain's.

import type { PublicClient } from 'viem'
import { askNode } from '../askNode.ts'
import { type Comparison, compare, createStep, differ, type Step } from '../compare.ts'
import type { Evidence } from '../evidence.ts'
import { findMeasurement } from '../measured/measurements.ts'
import type { Update } from '../readUpdates.ts'
import type { ProvenHeader } from './header.ts'
import type { LogsProof } from './proveLogs.ts'
import { provePools } from './provePools.ts'
import { proveState } from './proveState.ts'
import { proveTransaction } from './proveTransaction.ts'

/** The most faults that are named, each. */
const MAX_NAMED = 3

/** What proofs need besides the evidence. */
export interface Proof {
  /** From the deployment's first block to the update's or beyond. */
  headers: readonly ProvenHeader[]
  logs: LogsProof
  /** Another node's, to be asked for the hash of the update's block; undefined: there is none. */
  witness?: PublicClient | undefined
}

/**
 * The steps that prove what an update's other steps rest on.
 *
 * @throws VerifySourceError if the node fails.
 */
export async function proveUpdate(
  evidence: Evidence,
  proof: Proof,
  update: Update,
): Promise<Step[]> {
  const headers = proof.headers.filter(({ number }) => number <= update.blockNumber)
  const measurement = findMeasurement(evidence.market, update)
  return [
    await proveHeaders(headers, proof.witness),
    proveRecordedLogs(proof.logs, update),
    await proveTransaction(evidence, proof.logs, headers, update),
    await proveState(evidence, headers, update),
    ...(measurement === undefined ? [] : [await provePools(evidence, headers, measurement)]),
  ]
}

async function proveHeaders(
  headers: readonly ProvenHeader[],
  witness: PublicClient | undefined,
): Promise<Step> {
  const faults = headers.filter(({ isHashed }) => !isHashed)
  const last = headers.at(-1)
  const text = `${headers.length} headers up to block ${last?.number} ${last?.hash}`
  const differences = faults.map(
    ({ number, hash }) => `block ${number}: its fields do not give its hash ${hash}`,
  )
  return createStep(
    'headers',
    text,
    compare('headers whose fields give their hash', BigInt(headers.length), countHashed(headers)),
    differ(...shorten(differences)),
    ...(witness === undefined || last === undefined ? [] : [await askWitness(witness, last)]),
  )
}

const countHashed = (headers: readonly ProvenHeader[]): bigint =>
  BigInt(headers.filter(({ isHashed }) => isHashed).length)

async function askWitness(
  witness: PublicClient,
  { number, hash }: ProvenHeader,
): Promise<Comparison> {
  const what = `block ${number} to the second node`
  const block = await askNode(witness.getBlock({ blockNumber: number }), what)
  return compare(`hash of block ${number} at the second node`, hash, block.hash)
}

function proveRecordedLogs(
  { blocks, unproven, isWithoutReceipts }: LogsProof,
  { blockNumber }: Update,
): Step {
  const proven = [...blocks.values()].filter(({ number }) => number <= blockNumber)
  const open = unproven.filter((number) => number <= blockNumber)
  const faults = proven.flatMap(({ number, fault }) =>
    fault === undefined ? [] : [`block ${number}: ${fault}`],
  )
  const logCount = proven.reduce((sum, { logs }) => sum + logs.size, 0)
  const receiptCount = proven.reduce((sum, block) => sum + block.receiptCount, 0)
  const text = `${logCount} logs in ${receiptCount} receipts of ${proven.length} blocks; by their headers, no other block holds one`
  const good = BigInt(proven.length - faults.length)
  const step = createStep(
    'logs',
    text,
    compare('blocks whose receipts give the root', BigInt(proven.length), good),
    differ(...shorten(faults)),
  )
  if (open.length === 0) return step
  const why = isWithoutReceipts ? 'the node gives no receipts' : 'there are too many to read'
  step.caveats = [`the logs of ${open.length} blocks are as the node tells them: ${why}`]
  return step
}

function shorten(lines: readonly string[]): string[] {
  if (lines.length <= MAX_NAMED) return [...lines]
  return [...lines.slice(0, MAX_NAMED), `and ${lines.length - MAX_NAMED} more`]
}
