import type { Address, Hex } from 'viem'
import type { Parameters } from '../../core/index.ts'
import type { Report } from '../../verify/report.ts'
import type { CarriedPrice } from '../prices/createCarrier.ts'

/** A report that has its quorum. */
export interface PushDraft {
  report: Report
  /** Of the reporters, each 65 bytes (r, s, v), ascending by signer. */
  signatures: readonly Hex[]
  /** The contract that confirms it by measuring, through which it then goes; none: it goes to RiskParameters. */
  checker?: Address | undefined
  /** In RLP: stands in for a base fee that the checker does not keep. */
  header?: Hex | undefined
  /** Goes along, and is told to its feed before the report counts. */
  price?: CarriedPrice | undefined
  /** The target that the core computes here; the contract has to agree before anything is sent. */
  target: Parameters
}
