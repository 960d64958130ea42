import { type MadeProposal, type ProposalStatus, readStatus } from '../../client/readProposals.ts'
import { readVotes } from '../../client/readVotes.ts'
import { BaseError } from '../../core/errors.ts'
import { showText } from '../../core/showText.ts'
import { formatVotes } from '../../governance/index.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { typeCommand } from '../program/typedCommand.ts'
import { resolveProposal } from './resolveProposal.ts'
import { governanceArgs, openSession, report, type Session } from './session.ts'
import type { CountOnSnapshot } from './tallyOnSnapshot.ts'

/** `gimbal tally`: the votes of a proposal, and whether it has what it needs. */
export const tallyCommand = defineCommand({
  meta: {
    name: 'tally',
    description: 'Count the votes of a proposal',
    examples: ['gimbal tally 1a2b', 'gimbal tally 1a2b --json'],
  },
  args: {
    proposal: { type: 'positional', required: false, description: "The proposal's id, or latest" },
    ...governanceArgs,
  },
  async run({ proposal, json, ...flags }) {
    const session = await openSession(flags)
    const { client, network } = session
    const { governor } = network.addresses
    const made = await resolveProposal(session, proposal)
    const { id } = made
    const status = await readStatus(client, governor, made)
    const voters = await readVotes(client, governor, made.blockNumber, id)
    const { state, forVotes, againstVotes, abstainVotes, quorumVotes } = status
    const isQuorumReached = forVotes + abstainVotes >= quorumVotes
    const quorum = `${formatVotes(quorumVotes)}, ${isQuorumReached ? 'reached' : 'not reached'}`
    const {
      tally: onSnapshot,
      leftOut,
      dangers,
      notes,
    } = await countOnSnapshot(session, made, status)
    const snapshotLines =
      onSnapshot === undefined
        ? []
        : [
            `Snapshot has ${onSnapshot.voteCount} votes that count: for ${formatVotes(onSnapshot.forVotes)}, against ${formatVotes(onSnapshot.againstVotes)}, abstain ${formatVotes(onSnapshot.abstainVotes)}; ${typeCommand('relay', '--proposal')} brings them here`,
          ]
    const lines = [
      ...dangers,
      `${'state'.padEnd(10)} ${state}`,
      `${'for'.padEnd(10)} ${formatVotes(forVotes)}`,
      `${'against'.padEnd(10)} ${formatVotes(againstVotes)}`,
      `${'abstain'.padEnd(10)} ${formatVotes(abstainVotes)}`,
      `${'quorum'.padEnd(10)} ${quorum}`,
      ...snapshotLines,
      ...leftOut.map(({ voter, reason }) => `${voter} is not counted: ${reason}`),
      ...notes,
      ...voters.map(({ address, choice, votes }) => `${address} ${choice} ${formatVotes(votes)}`),
    ]
    await report(json, lines.map(showText), {
      proposalId: id,
      state,
      forVotes,
      againstVotes,
      abstainVotes,
      quorumVotes,
      isQuorumReached,
      voters,
      onSnapshot,
      leftOut,
      dangers,
      notes,
    })
    return exitCodes.ok
  },
})

/** Empty if the proposal or the network names no Snapshot. If Snapshot fails, only the chain's votes are counted. */
async function countOnSnapshot(
  session: Session,
  made: MadeProposal,
  { snapshotProposalId, asOfAt }: ProposalStatus,
): Promise<CountOnSnapshot> {
  const nothing: CountOnSnapshot = { leftOut: [], dangers: [], notes: [] }
  if (snapshotProposalId === undefined || session.network.hubUrl === undefined) return nothing
  // Only here: Snapshot's package takes a second to load, which no other command has a use for.
  const { tallyOnSnapshot } = await import('./tallyOnSnapshot.ts')
  try {
    return await tallyOnSnapshot(session, made, asOfAt)
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
    return { ...nothing, notes: [`The votes on Snapshot are not counted: ${error.message}`] }
  }
}
