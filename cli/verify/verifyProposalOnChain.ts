import { toProposalContracts } from '../../client/network/proposalContracts.ts'
import { readMarketsBeside } from '../../client/proposals/readProposalFacts.ts'
import { wrapText } from '../../core/index.ts'
import { decodeProposal, verifyProposal } from '../../governance/index.ts'
import { checkBacktest } from '../governance/checkBacktest.ts'
import { resolveProposal } from '../governance/resolveProposal.ts'
import { report, type Session } from '../governance/session.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'

interface Options {
  /** The result that the proposal should name. */
  backtest: string | undefined
  json: boolean
}

/** Whether a proposal's calls do what its text says, and a result is the one that it names; the exit status is 4 if not. */
export async function verifyProposalOnChain(
  proposal: string | undefined,
  session: Session,
  { backtest, json }: Options,
): Promise<ExitCode> {
  const contracts = toProposalContracts(session.network)
  const made = await resolveProposal(session, proposal)
  const { id, shortId } = made
  const { isConsistent, findings } = verifyProposal(made, contracts)
  const lines = isConsistent
    ? [`Proposal ${shortId} does what its text says, and nothing else.`]
    : [
        `Proposal ${shortId}: text and calls disagree`,
        ...findings.map(({ message }) => `  ${message}`),
      ]
  const { document, backtestHash } = decodeProposal(made, contracts)
  const check = await checkBacktest(backtest, { document, backtestHash }, () =>
    readMarketsBeside(session, made),
  )
  await report(
    json,
    [
      ...lines,
      ...wrapText(check.text, 80),
      ...[...check.faults, ...check.warnings].map((line) => `  ${line}`),
    ],
    {
      proposalId: id,
      isConsistent,
      findings,
      backtestHash,
      backtestFaults: check.faults,
      backtestWarnings: check.warnings,
    },
  )
  return isConsistent && check.faults.length === 0 ? exitCodes.ok : exitCodes.verificationFailed
}
