import type { Address, Hex } from 'viem'

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
}
