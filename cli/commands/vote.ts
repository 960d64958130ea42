import { governorAbi } from '../../abi/index.ts'
import { signBallot } from '../../client/ballot.ts'
import { readProposal, readStatus } from '../../client/readProposals.ts'
import { defineCommand } from '../defineCommand.ts'
import { UsageError } from '../errors.ts'
import { exitCodes } from '../exitCodes.ts'
import { readProposalId } from '../governance/readProposalId.ts'
import {
  describeSending,
  governanceArgs,
  openSession,
  openSigner,
  report,
  signingArgs,
  trySend,
} from '../governance/session.ts'
import { writeOutput } from '../writeOutput.ts'

/** As the Governor numbers them. */
const supports = ['against', 'for', 'abstain'] as const

/** `gimbal vote`: on chain, or by a signature that somebody else brings. */
export const voteCommand = defineCommand({
  meta: { name: 'vote', description: 'Vote for or against a proposal, or abstain' },
  args: {
    proposal: { type: 'positional', required: false, description: "The proposal's id" },
    choice: {
      type: 'enum',
      options: [...supports],
      valueHint: 'CHOICE',
      description: 'for, against or abstain',
    },
    reason: {
      type: 'string',
      valueHint: 'TEXT',
      description: 'With --via chain: recorded on chain',
    },
    via: {
      type: 'enum',
      options: ['chain', 'signature'],
      default: 'chain',
      description: 'chain sends a transaction; signature prints a ballot for `gimbal relay`',
    },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ proposal, choice, reason, via, json, ...flags }) {
    const id = readProposalId(proposal)
    if (choice === undefined)
      throw new UsageError('no --choice given; give for, against or abstain')
    const support = supports.indexOf(choice as (typeof supports)[number])
    const session = await openSession(flags)
    const { network, client } = session
    const { governor } = network.addresses
    const account = await openSigner(flags)
    if (via === 'signature') {
      if (reason !== undefined) {
        throw new UsageError('a signed ballot has no reason; remove --reason, or vote on chain')
      }
      // A ballot for a vote that is over would only be refused by whoever brings it.
      const made = await readProposal(client, governor, network.startBlock, id)
      const { state } = await readStatus(client, governor, made)
      if (state !== 'active' && state !== 'pending') {
        throw new UsageError(`the proposal is ${state}; its vote is over`)
      }
      const ballot = await signBallot(client, governor, account, id, support)
      const text = JSON.stringify(ballot, (_, value) =>
        typeof value === 'bigint' ? `${value}` : value,
      )
      await writeOutput(process.stdout, `${text}\n`)
      return exitCodes.ok
    }
    const call = {
      ...{ address: governor, abi: governorAbi },
      ...(reason === undefined
        ? { functionName: 'castVote', args: [id, support] }
        : { functionName: 'castVoteWithReason', args: [id, support, reason] }),
    }
    const transactionHash = await trySend(session, account, call, flags)
    await report(
      json,
      [`${account.address} votes ${choice} on ${id}`, describeSending(transactionHash)],
      { proposalId: id, voter: account.address, choice, transactionHash },
    )
    return exitCodes.ok
  },
})
