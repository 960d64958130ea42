import type { Hex } from 'viem'
import { signBallot } from '../../client/ballot.ts'
import {
  type Choice,
  createBallotCall,
  createVoteCall,
  supports,
  toSupport,
} from '../../client/createVoteCall.ts'
import { describeStanding } from '../../client/describeStanding.ts'
import { ProposalStateError } from '../../client/errors.ts'
import { readNextBlockAt } from '../../client/readNextBlockAt.ts'
import { readVoting, type Voting } from '../../client/readVoting.ts'
import { tryCall } from '../../client/rehearseCall.ts'
import { printJson, printNote, printText } from '../io/print.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { signingKeyHelp } from '../program/keyHelp.ts'
import { typeCommand } from '../program/typedCommand.ts'
import { requireAsBound } from './requireAsBound.ts'
import { resolveProposal } from './resolveProposal.ts'
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
import { weighVote } from './weighVote.ts'

/** `gimbal vote`: on chain, or by a signature that somebody else brings. */
export const voteCommand = defineCommand({
  meta: {
    name: 'vote',
    description: 'Vote for or against a proposal, or abstain',
    examples: [
      'gimbal vote 1a2b --choice for --yes',
      'gimbal vote 1a2b --choice against --via signature --keystore voter.json > ballot.ndjson',
      'gimbal vote 1a2b --choice for --via snapshot --yes',
    ],
    keyHelp: signingKeyHelp,
  },
  args: {
    proposal: { type: 'positional', required: false, description: "The proposal's id, or latest" },
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
    'allow-zero': {
      type: 'boolean',
      description: 'Vote although the account has no votes on this proposal',
    },
    anyway: {
      type: 'boolean',
      description:
        'With --via snapshot: vote even if Snapshot shows another text than the Governor',
    },
    ...governanceArgs,
    ...signingArgs,
  },
  async run({ proposal, choice, reason, via, 'allow-zero': isZeroAllowed, ...args }) {
    const { anyway, json, ...flags } = args
    if (choice === undefined) {
      throw new UsageError('no --choice given; give for, against or abstain')
    }
    if (via === 'signature' && reason !== undefined) {
      throw new UsageError('a signed ballot has no reason; remove --reason, or vote otherwise')
    }
    const chosen = choice as Choice
    const session = await openSession(flags)
    const { governor } = session.network.addresses
    const made = await resolveProposal(session, proposal)
    const { id, shortId } = made
    const voting = await readVoting(session.client, governor, id)
    await requireOpen(session, voting, via)
    if (via === 'snapshot') {
      await requireAsBound(session, made, anyway)
    }
    const account = await openSigner(flags)
    const { address: voter } = account
    const { text, votes, isProvisional } = await weighVote(session, voter, voting, isZeroAllowed)
    const isPrinted = via === 'signature' || (via === 'snapshot' && !isSent(flags))
    // Before anything is signed. Standard output of a signed vote is for `gimbal relay`.
    if (isPrinted) printNote(`gimbal: ${text}`)
    else if (!json) await printText(text)
    const done = { proposalId: id, voter, choice, votes, isProvisional }
    if (via === 'chain') {
      const call = createVoteCall(governor, id, chosen, reason)
      const transactionHash = await trySend(session, account, call, flags)
      const lines = [`${voter} votes ${choice} on ${shortId}`, describeSending(transactionHash)]
      await report(json, lines, { ...done, transactionHash })
      return exitCodes.ok
    }
    if (via === 'snapshot') {
      const { postVote, signCountedVote } = await import('../../client/castOnSnapshot.ts')
      const named = { id, state: voting.state, snapshotProposalId: requireNamed(voting) }
      const signed = await signCountedVote(
        session.client,
        governor,
        account,
        named,
        toSupport(chosen),
        reason,
      )
      if (isSent(flags)) {
        const { openHub } = await import('./openHub.ts')
        const { id: messageId } = await postVote(openHub(session.network), voting, signed)
        const line = `${voter} votes ${choice} on ${shortId}; Snapshot took it as ${messageId}`
        await report(json, [line], { ...done, messageId })
        return exitCodes.ok
      }
      printNote(
        `gimbal: signed, not posted; add --yes to post it, or bring it by ${typeCommand('relay')}`,
      )
      await printJson(signed)
      return exitCodes.ok
    }
    const ballot = await signBallot(
      session.client,
      { chainId: session.network.chainId, governor },
      account,
      id,
      toSupport(chosen),
    )
    if (voting.state === 'active') {
      await tryCall(session.client, voter, createBallotCall(governor, ballot))
    }
    await printJson(ballot)
    return exitCodes.ok
  },
})

/** A ballot may be signed before the vote begins; a vote for Snapshot has to carry a date within the vote. */
async function requireOpen({ client }: Session, voting: Voting, via: string): Promise<void> {
  const { id, state, snapshotStartAt } = voting
  if (state === 'active' || (state === 'pending' && via === 'signature')) return
  const isOpenThere = via === 'snapshot' && (await readNextBlockAt(client)) >= snapshotStartAt
  if (state === 'pending' && isOpenThere) return
  throw new ProposalStateError(id, describeStanding(voting, 'vote'))
}

function requireNamed({ snapshotProposalId }: Voting): Hex {
  if (snapshotProposalId !== undefined) return snapshotProposalId
  throw new UsageError(
    'the proposal names no Snapshot proposal, so no vote there counts; vote by chain or signature',
  )
}
