import {
  type Address,
  concat,
  getAddress,
  type Hex,
  hashTypedData,
  recoverAddress,
  size,
  slice,
} from 'viem'
import { unpackEvidence } from '../core/packing.ts'
import type { SentReport } from './findReport.ts'
import { createTypedReport, type ReportScope } from './report.ts'

/** Who signed a report. */
export interface ReportSigner {
  address: Address
  /** A contract, which only itself can say to have signed (ERC-1271); of an account the signature proves it. */
  isContract: boolean
}

/** Bytes of an account's signature, and of what stands before a contract's. */
const ACCOUNT_BYTES = 65
const HEAD_BYTES = 24

/**
 * Who signed a report, from its signatures in a row (contracts/libraries/ReportLib.sol): accounts are recovered, contracts name
 * themselves. What is cut off in the middle of a signature is left out; the contract takes no such row.
 */
export async function recoverSigners(
  scope: ReportScope,
  { evidence, signatures, ...report }: SentReport,
): Promise<ReportSigner[]> {
  const observation = unpackEvidence(evidence)
  const observedAt = BigInt(report.observedAt)
  const hash = hashTypedData(createTypedReport(scope, { ...report, observedAt, observation }))
  const signers: ReportSigner[] = []
  for (const row of splitSignatures(signatures)) {
    signers.push(await readSigner(hash, row))
  }
  return signers
}

async function readSigner(hash: Hex, row: Hex): Promise<ReportSigner> {
  if (row.startsWith('0x00')) return { address: getAddress(slice(row, 1, 21)), isContract: true }
  const signature = concat([slice(row, 1), slice(row, 0, 1)])
  return { address: await recoverAddress({ hash, signature }), isContract: false }
}

function splitSignatures(signatures: Hex): Hex[] {
  const rows: Hex[] = []
  let rest: Hex = signatures
  while (size(rest) > 0) {
    const isContract = rest.startsWith('0x00')
    if (size(rest) < (isContract ? HEAD_BYTES : ACCOUNT_BYTES)) break
    const length = isContract ? HEAD_BYTES + Number(slice(rest, 21, 24)) : ACCOUNT_BYTES
    if (size(rest) < length) break
    rows.push(slice(rest, 0, length))
    rest = size(rest) === length ? '0x' : slice(rest, length)
  }
  return rows
}
