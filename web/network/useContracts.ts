import { useMemo } from 'react'
import { toProposalContracts } from '../../client/network/proposalContracts.ts'
import type { ProposalContracts } from '../../governance/index.ts'
import { useSession } from './session.ts'

/** The contracts that the network's proposals are about, the same object for as long as the network is. */
export function useContracts(): ProposalContracts {
  const { network } = useSession()
  return useMemo(() => toProposalContracts(network), [network])
}
