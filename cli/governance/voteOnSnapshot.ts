import type { Hex, LocalAccount } from 'viem'
import { CallRefusedError, ProposalStateError } from '../../client/errors.ts'
import { formatUtc } from '../../client/formatUtc.ts'
import { readSnapshotVote } from '../../client/readSnapshotVote.ts'
import type { Voting } from '../../client/readVoting.ts'
import { tryCall } from '../../client/rehearseCall.ts'
import { createVotesCall, signSnapshotVote, voteOutcomes } from '../../client/snapshotVote.ts'
import { shortenId } from '../../governance/index.ts'
import { type Envelope, MessageRefusedError } from '../../snapshot/index.ts'
import { UsageError } from '../program/errors.ts'
import { openHub } from './openHub.ts'
import type { Session } from './session.ts'

/** Outcomes that a vote may have and be right: counted, replaced, and, where the voter insists on it, without votes. */
const passing = ['cast', 'replaced an earlier one', 'no votes at the start of the vote']

/** Signs a vote for the Snapshot proposal that the Governor's names. @throws CallRefusedError if it would not count. */
export async function signForSnapshot(
  { client, network }: Session,
  voter: LocalAccount,
  { id, state, snapshotProposalId }: Voting,
  support: 0 | 1 | 2,
  reason: string | undefined,
): Promise<Envelope> {
  if (snapshotProposalId === undefined) {
    throw new UsageError(
      'the proposal names no Snapshot proposal, so no vote there counts; vote by chain or signature',
    )
  }
  const { governor } = network.addresses
  const signed = await signSnapshotVote(
    client,
    governor,
    voter,
    snapshotProposalId,
    support,
    reason,
  )
  // Before the vote begins the contract cannot check it.
  if (state !== 'active') return signed
  const { vote } = readSnapshotVote(signed)
  if (vote === undefined) throw new TypeError('the signed vote cannot be read back')
  const call = createVotesCall(governor, id, [vote])
  const [outcome = 0] = (await tryCall(client, voter.address, call)) as number[]
  const told = voteOutcomes[outcome] ?? 'unknown'
  if (passing.includes(told)) return signed
  throw new CallRefusedError(
    `the vote of ${voter.address} would not count at the Governor (${told}); see \`gimbal proposals show ${shortenId(id)}\``,
    undefined,
  )
}

/** Posts a vote. @returns its id there. @throws ProposalStateError if Snapshot's own vote is over, what Snapshot throws. */
export async function postVote(
  { network }: Session,
  { id, voteEndAt }: Voting,
  signed: Envelope,
): Promise<Hex> {
  try {
    return (await openHub(network).post(signed)).id
  } catch (error) {
    const isClosed =
      error instanceof MessageRefusedError && error.description === 'not in voting window'
    if (!isClosed) throw error
    throw new ProposalStateError(
      id,
      `Snapshot takes no votes on it now, the Governor does until ${formatUtc(voteEndAt)}; vote with --via chain, or leave out --yes and bring what is printed by \`gimbal relay\``,
    )
  }
}
