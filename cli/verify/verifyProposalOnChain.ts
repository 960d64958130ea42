import { readProposal } from '../../client/readProposals.ts'
import { verifyProposal } from '../../governance/index.ts'
import { report, type Session } from '../governance/session.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'

/** Whether a proposal's calls do what its text says; the exit status is 4 if not. */
export async function verifyProposalOnChain(
  id: bigint,
  { client, network }: Session,
  json: boolean,
): Promise<ExitCode> {
  const { governor, riskParameters } = network.addresses
  const made = await readProposal(client, governor, network.startBlock, id)
  const { isConsistent, findings } = verifyProposal(made, { riskParameters })
  const lines = isConsistent
    ? [`Proposal ${id} does what its text says, and nothing else.`]
    : [`Proposal ${id}: text and calls disagree`, ...findings.map(({ message }) => `  ${message}`)]
  await report(json, lines, { proposalId: id, isConsistent, findings })
  return isConsistent ? exitCodes.ok : exitCodes.verificationFailed
}
