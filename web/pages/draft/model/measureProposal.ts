import { size } from 'viem'
import type { Proposal } from '../../../../governance/index.ts'

/** How large a proposal is. */
export interface ProposalSize {
  /** Of the description, as Snapshot counts them. */
  characters: number
  /** Of all calls together. */
  calldataBytes: number
}

/** @param proposal - Its description with the line that names the proposer, if it has one. */
export function measureProposal({ description, calldatas }: Proposal): ProposalSize {
  return {
    characters: description.length,
    calldataBytes: calldatas.reduce((sum, data) => sum + size(data), 0),
  }
}
