import type { LocalAccount } from 'viem'
import { governorAbi } from '../../abi/index.ts'
import { signBallot } from '../../client/ballot.ts'
import { type ProposalStatus, readProposal, readStatus } from '../../client/readProposals.ts'
import type { Envelope } from '../../snapshot/index.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { readProposalId } from './readProposalId.ts'
import {
  describeSending,
  governanceArgs,
  isSent,
  openSession,
  openSigner,
  report,
  type Session,
  signingArgs,
  trySend,
} from './session.ts'

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
      options: ['chain', 'signature', 'snapshot'],
      default: 'chain',
      description:
        'chain sends a transaction; signature prints a ballot for `gimbal relay`; snapshot posts with --yes, and prints without',
    },
    anyway: {
      type: 'boolean',
      description:
        'With --via snapshot: although Snapshot shows another text than the Governor has',
    },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ proposal, choice, reason, via, anyway, json, ...flags }) {
    const id = readProposalId(proposal)
    if (choice === undefined)
      throw new UsageError('no --choice given; give for, against or abstain')
    const support = supports.indexOf(choice as (typeof supports)[number])
    const session = await openSession(flags)
    const { network, client } = session
    const { governor } = network.addresses
    const account = await openSigner(flags)
    if (via !== 'chain') {
      const made = await readProposal(client, governor, network.startBlock, id)
      const status = await readStatus(client, governor, made)
      // A vote for what is over would only be refused by whoever brings it.
      if (status.state !== 'active' && status.state !== 'pending') {
        throw new UsageError(`the proposal is ${status.state}; its vote is over`)
      }
      if (via === 'signature' && reason !== undefined) {
        throw new UsageError('a signed ballot has no reason; remove --reason, or vote otherwise')
      }
      if (via === 'snapshot') {
        const { requireAsBound } = await import('./requireAsBound.ts')
        await requireAsBound(session, id, anyway)
      }
      const signed =
        via === 'signature'
          ? await signBallot(client, governor, account, id, support)
          : await signForSnapshot(session, account, status, support as 0 | 1 | 2, reason)
      if (via === 'snapshot' && isSent(flags)) {
        const { openHub } = await import('./openHub.ts')
        const { id: messageId } = await openHub(network).post(signed as Envelope)
        const line = `${account.address} votes ${choice} on ${id}; Snapshot took it as ${messageId}`
        await report(json, [line], { proposalId: id, voter: account.address, choice, messageId })
        return exitCodes.ok
      }
      const text = JSON.stringify(signed, (_, value) =>
        typeof value === 'bigint' ? `${value}` : value,
      )
      await writeOutput(process.stdout, `${text}\n`)
      return exitCodes.ok
    }
    const call = {
      address: governor,
      abi: governorAbi,
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

async function signForSnapshot(
  { client, network }: Session,
  voter: LocalAccount,
  { snapshotProposalId }: ProposalStatus,
  support: 0 | 1 | 2,
  reason: string | undefined,
): Promise<Envelope> {
  if (snapshotProposalId === undefined) {
    throw new UsageError(
      'the proposal names no Snapshot proposal, so no vote there counts; vote by chain or signature',
    )
  }
  // Only here: Snapshot's package takes a second to load, which no other command has a use for.
  const { signSnapshotVote } = await import('../../client/snapshotVote.ts')
  const { governor } = network.addresses
  return signSnapshotVote(client, governor, voter, snapshotProposalId, support, reason)
}
