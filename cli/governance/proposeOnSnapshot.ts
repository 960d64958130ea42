import type { Hex, LocalAccount } from 'viem'
import { tryCall } from '../../client/rehearseCall.ts'
import { signSnapshotProposal } from '../../client/snapshotProposal.ts'
import type { Proposal } from '../../governance/index.ts'
import { openHub } from './openHub.ts'
import { isSent, type Session, type SigningFlags, trySend } from './session.ts'

/** Posts a proposal to Snapshot, and, for both, makes the Governor's that takes the votes there. */
export async function proposeOnSnapshot(
  session: Session,
  account: LocalAccount,
  title: string,
  proposal: Proposal,
  via: string,
  flags: SigningFlags,
): Promise<{ proposalId: bigint; snapshotProposalId: Hex; transactionHash: string | undefined }> {
  const { client, network } = session
  const { governor } = network.addresses
  const hub = openHub(network)
  const signed = await signSnapshotProposal(client, governor, account, title, proposal)
  const { proposalId, snapshotProposalId, envelope, call } = signed
  // Before anything is posted: what the Governor would refuse shall not stand on Snapshot either.
  await tryCall(client, account.address, call)
  if (isSent(flags)) await hub.post(envelope)
  const transactionHash = via === 'both' ? await trySend(session, account, call, flags) : undefined
  return { proposalId, snapshotProposalId, transactionHash }
}
