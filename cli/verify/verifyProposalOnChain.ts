import { verifyProposal } from '../../governance/index.ts'
import { resolveProposal } from '../governance/resolveProposal.ts'
import { report, type Session } from '../governance/session.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'

/** Whether a proposal's calls do what its text says; the exit status is 4 if not. */
export async function verifyProposalOnChain(
  proposal: string | undefined,
  session: Session,
  json: boolean,
): Promise<ExitCode> {
  const { riskParameters } = session.network.addresses
  const made = await resolveProposal(session, proposal)
  const { id, shortId } = made
  const { isConsistent, findings } = verifyProposal(made, { riskParameters })
  const lines = isConsistent
    ? [`Proposal ${shortId} does what its text says, and nothing else.`]
    : [
        `Proposal ${shortId}: text and calls disagree`,
        ...findings.map(({ message }) => `  ${message}`),
      ]
  await report(json, lines, { proposalId: id, isConsistent, findings })
  return isConsistent ? exitCodes.ok : exitCodes.verificationFailed
}
