import { type Address, isAddressEqual, keccak256, toHex } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { describeStanding } from '../../client/describeStanding.ts'
import { ProposalStateError } from '../../client/errors.ts'
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

type Step = 'queue' | 'execute' | 'cancel'

/** The state that each step needs. */
const stateFor = { queue: 'succeeded', execute: 'queued', cancel: 'pending' } as const

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
      proposal: { type: 'positional', required: false, description: "The proposal's id" },
      ...governanceArgs,
      ...signingArgs,
    },
    async run({ proposal, json, ...flags }) {
      const session = await openSession(flags)
      const { client, network } = session
      const { governor: address } = network.addresses
      const made = await resolveProposal(session, proposal)
      const voting = await readVoting(client, address, made.id)
      const account = await openSigner(flags)
      requireStep(name, voting, account.address, await readNextBlockAt(client))
      const { id, shortId, targets, values, calldatas, description } = made
      const args = [targets, values, calldatas, keccak256(toHex(description))]
      const call = { address, abi: governorAbi, functionName: name, args }
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
  const { id, state, proposer, executableAt } = voting
  if (state !== stateFor[step] || (step === 'execute' && executableAt > nowAt)) {
    throw new ProposalStateError(id, describeStanding(voting, step))
  }
  if (step === 'cancel' && !isAddressEqual(proposer, account)) {
    throw new ProposalStateError(
      id,
      `${account} may not cancel it; its proposer ${proposer} may, before the vote begins`,
    )
  }
}
