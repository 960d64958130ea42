import { useMemo } from 'react'
import type { Address, Hex } from 'viem'
import type { ContractCall } from '../../../../client/contractCall.ts'
import { ProposalStateError } from '../../../../client/errors.ts'
import { planProposal, requireNew } from '../../../../client/proposing/planProposal.ts'
import {
  type ProposingPower,
  readProposingPower,
} from '../../../../client/proposing/readProposingPower.ts'
import {
  type Document,
  describeForProposer,
  encodeProposal,
  hashDocument,
  type Proposal,
} from '../../../../governance/index.ts'
import { type Reading, useReading } from '../../../data/useReading.ts'
import { useSession } from '../../../network/session.ts'
import { useContracts } from '../../../network/useContracts.ts'

/** A complete draft as a proposal. */
export interface PreparedProposal {
  document: Document
  documentHash: Hex
  /** Its description without the line that names who proposes it. */
  proposal: Proposal
  /** The description as it is sent: with that line, if it is known who proposes. */
  description: string
  /** Undefined while nobody is named to propose it. */
  call: ContractCall | undefined
}

/** @param backtestHash - Of the result that the description is to name. */
export function usePrepared(
  document: Document,
  proposer: Address | undefined,
  backtestHash: Hex | undefined,
): PreparedProposal {
  const { governor } = useSession().network.addresses
  const contracts = useContracts()
  return useMemo(() => {
    const proposal = encodeProposal(document, contracts, { backtestHash })
    const { description } = proposal
    return {
      document,
      documentHash: hashDocument(document),
      proposal,
      description:
        proposer === undefined ? description : describeForProposer(description, proposer),
      call: proposer === undefined ? undefined : planProposal(governor, proposer, proposal),
    }
  }, [document, proposer, backtestHash, contracts, governor])
}

/** The id of a proposal, and why it cannot be made again if the Governor has it. */
export interface ProposalPlace {
  id: bigint
  /** How it stands; undefined: the Governor has no such proposal. */
  standing: string | undefined
}

/** Whether the Governor has a proposal already. */
export function useProposalPlace(
  { proposal, description }: PreparedProposal,
  proposer: Address | undefined,
): Reading<ProposalPlace> {
  return useReading({
    key: ['proposal-place', description],
    isLive: true,
    isEnabled: proposer !== undefined,
    read: async ({ client, network }) => {
      const { governor } = network.addresses
      try {
        const id = await requireNew(client, governor, proposer ?? '0x', proposal)
        return { id, standing: undefined }
      } catch (error) {
        if (!(error instanceof ProposalStateError)) throw error
        return { id: error.proposalId, standing: error.message }
      }
    },
  })
}

/** Whether an account may propose. */
export function useProposingPower(proposer: Address | undefined): Reading<ProposingPower> {
  return useReading({
    key: ['proposing-power', proposer],
    isLive: true,
    isEnabled: proposer !== undefined,
    read: ({ client, network }) => readProposingPower(client, network.addresses, proposer ?? '0x'),
  })
}
