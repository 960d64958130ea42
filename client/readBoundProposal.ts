import { type Address, type Hex, keccak256, type PublicClient, toHex } from 'viem'
import { governorAbi } from '../abi/index.ts'
import type { BoundProposal } from '../snapshot/index.ts'
import { ChainReadError } from './errors.ts'
import type { MadeProposal } from './readProposals.ts'

/**
 * The Snapshot proposal that a Governor's proposal names, as the chain records it.
 *
 * @throws ChainReadError if the node does not give the event in which the Governor named it.
 */
export async function readBoundProposal(
  client: PublicClient,
  governor: Address,
  { id: proposalId, proposer, description, blockNumber }: MadeProposal,
): Promise<BoundProposal> {
  const at = { address: governor, abi: governorAbi } as const
  const [naming, plugins, events] = await Promise.all([
    client.readContract({ ...at, functionName: 'proposalSnapshotNaming', args: [proposalId] }),
    client.readContract({ ...at, functionName: 'snapshotPlugins', args: [proposalId] }),
    client.getContractEvents({
      ...at,
      eventName: 'ProposalSnapshotNamed',
      args: { proposalId },
      fromBlock: blockNumber,
      toBlock: blockNumber,
      strict: true,
    }),
  ])
  const [id, spaceHash] = naming
  const named = events.find(({ args }) => args.snapshotProposalId === id)?.args
  if (named === undefined || keccak256(toHex(named.space)) !== spaceHash) {
    throw new ChainReadError(
      `the node has no event in block ${blockNumber} by which the Governor names ${id}; give another node`,
    )
  }
  const { space, start, end } = named
  return {
    id: id as Hex,
    author: proposer,
    space,
    body: description,
    plugins,
    start: Number(start),
    end: Number(end),
  }
}
