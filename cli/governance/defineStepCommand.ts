import type { Address } from 'viem'
import { describeStanding } from '../../client/describeStanding.ts'
import { ProposalStateError } from '../../client/errors.ts'
import { createStepCall, findObstacle, type Step } from '../../client/proposalSteps.ts'
import { readNextBlockAt } from '../../client/readNextBlockAt.ts'
import { readVoting, type Voting } from '../../client/readVoting.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import { resolveProposal } from './resolveProposal.ts'
import {
  describeSending,
  governanceArgs,
  openSession,
  openSigner,
  report,
  signingArgs,
  trySend,
} from './session.ts'

/** A command that takes a proposal one step further: the Governor wants all of it again, and it is read from the chain. */
export function defineStepCommand(name: Step, description: string) {
  return defineCommand({
    meta: {
      name,
      description,
      examples: [`gimbal ${name} 1a2b --yes`],
      keyHelp: signingKeyHelp,
    },
    args: {
      proposal: {
        type: 'positional',
        required: false,
        description: "The proposal's id, or latest",
      },
      ...governanceArgs,
      ...signingArgs,
    },
    async run({ proposal, json, ...flags }) {
      const session = await openSession(flags)
      const { client, network } = session
      const { governor } = network.addresses
      const made = await resolveProposal(session, proposal)
      const voting = await readVoting(client, governor, made.id)
      const account = await openSigner(flags)
      requireStep(name, voting, account.address, await readNextBlockAt(client))
      const { id, shortId } = made
      const call = createStepCall(governor, name, made)
      const transactionHash = await trySend(session, account, call, flags)
      await report(json, [`${name} proposal ${shortId}`, describeSending(transactionHash)], {
        proposalId: id,
        step: name,
        transactionHash,
      })
      return exitCodes.ok
    },
  })
}

/** @throws ProposalStateError if the proposal is not where the step needs it, or the account may not take the step. */
function requireStep(step: Step, voting: Voting, account: Address, nowAt: bigint): void {
  const { id, proposer } = voting
  const obstacle = findObstacle(step, voting, account, nowAt)
  if (obstacle === undefined) return
  throw new ProposalStateError(
    id,
    obstacle === 'proposer'
      ? `${account} may not cancel it; its proposer ${proposer} may, before the vote begins`
      : describeStanding(voting, step),
  )
}
