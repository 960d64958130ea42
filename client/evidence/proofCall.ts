import type { Address, Hex } from 'viem'
import { provenReporterAbi } from '../../abi/index.ts'
import type { ContractCall } from '../contractCall.ts'

/** What anybody may ask a proven reporter to push with. */
export interface Proof {
  reporter: Address
  /** See `findHints`; 0: the pool searches, which takes more gas. */
  hints: bigint
  /** Of a block whose base fee stands in for a kept one; none: a kept one is there. */
  header?: Hex | undefined
}

/** The call that measures and pushes. */
export function createProofCall({ reporter, hints, header }: Proof): ContractCall {
  const to = { address: reporter, abi: provenReporterAbi }
  return header === undefined
    ? { ...to, functionName: 'push', args: [hints] }
    : { ...to, functionName: 'pushWithHeader', args: [hints, header] }
}

/** The call that moves the kept state on, without a report. */
export function createMeasureCall(reporter: Address, hints: bigint): ContractCall {
  return { address: reporter, abi: provenReporterAbi, functionName: 'measure', args: [hints] }
}
