import type { ProposalContracts } from '../../governance/index.ts'
import type { Network } from './network.ts'

/** The contracts that a network's proposals are about, those on other chains included. */
export function toProposalContracts({
  addresses,
  bridge,
  remotes = [],
}: Pick<Network, 'addresses'> & Partial<Pick<Network, 'bridge' | 'remotes'>>): ProposalContracts {
  const { riskParameters } = addresses
  if (bridge === undefined) return { riskParameters }
  const chains = remotes.map(({ chainId, name, contracts: { remoteParameters } }) => ({
    chainId: BigInt(chainId),
    name,
    remoteParameters,
  }))
  return { riskParameters, remote: { governanceSender: bridge.governanceSender, chains } }
}
