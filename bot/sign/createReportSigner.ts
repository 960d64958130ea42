import type { Address, Hex, LocalAccount } from 'viem'
import {
  createTypedReport,
  type Difference,
  findDifference,
  type Report,
  type ReportScope,
} from '../../verify/report.ts'

/** A signature, the first field that differs, or that there is nothing to compare with here. */
export type SignAnswer =
  | { type: 'signed'; signature: Hex; signer: Address }
  | { type: 'differs'; difference: Difference }
  | { type: 'unknown' }

interface SignerOptions {
  /** The reporter's. */
  account: LocalAccount
  scope: ReportScope
  /**
   * This replica's own report at that block, from its own sources; none: it does not have the block, or no observation
   * that the block closes.
   */
  computeReport(
    block: Pick<Report, 'marketId' | 'blockNumber' | 'blockHash'>,
  ): Promise<Report | undefined>
}

/** Signs what this replica has computed itself, and nothing else: what it was sent only says what to compute. */
export function createReportSigner({ account, scope, computeReport }: SignerOptions) {
  return async (theirs: Report): Promise<SignAnswer> => {
    const { marketId, blockNumber, blockHash } = theirs
    const ours = await computeReport({ marketId, blockNumber, blockHash })
    if (ours === undefined) return { type: 'unknown' }
    const difference = findDifference(ours, theirs)
    if (difference !== undefined) return { type: 'differs', difference }
    const signature = await account.signTypedData(createTypedReport(scope, ours))
    return { type: 'signed', signature, signer: account.address }
  }
}
