import type { Address, Hex } from 'viem'
import type { RemoteContracts } from './remote/remoteChange.ts'

/** What `propose` of the Governor takes. */
export interface Proposal {
  targets: readonly Address[]
  /** Wei that each call sends. */
  values: readonly bigint[]
  calldatas: readonly Hex[]
  description: string
}

/** The contracts that documents are about. */
export interface ProposalContracts {
  riskParameters: Address
  /** How a vote reaches other chains; undefined: it reaches none. */
  remote?: RemoteContracts | undefined
}
