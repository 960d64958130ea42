// Votes that are signed for Snapshot and count at the Governor: tried there before they are posted.

import type { Address, Hex, PublicClient } from 'viem'
import { shortenId } from '../governance/index.ts'
import {
  type Envelope,
  type HubClient,
  MessageRefusedError,
  type MessageSigner,
  type PostedMessage,
} from '../snapshot/index.ts'
import { CallRefusedError, ProposalStateError } from './errors.ts'
import { formatUtc } from './formatUtc.ts'
import { readSnapshotVote } from './readSnapshotVote.ts'
import type { Voting } from './readVoting.ts'
import { tryCall } from './rehearseCall.ts'
import { createVotesCall, signSnapshotVote, voteOutcomes } from './snapshotVote.ts'

/** Outcomes that a vote may have and be right: counted, replaced, and, where the voter insists on it, without votes. */
const passing = ['cast', 'replaced an earlier one', 'no votes at the start of the vote']

/**
 * Signs a vote for the Snapshot proposal that a proposal of the Governor names.
 *
 * @throws CallRefusedError if the Governor would not count it; what the signer throws.
 */
export async function signCountedVote(
  client: PublicClient,
  governor: Address,
  voter: MessageSigner,
  { id, state, snapshotProposalId }: Pick<Voting, 'id' | 'state'> & { snapshotProposalId: Hex },
  support: 0 | 1 | 2,
  reason: string | undefined,
): Promise<Envelope> {
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

/**
 * Posts a signed vote to Snapshot's sequencer.
 *
 * @throws ProposalStateError if Snapshot's own vote is over and the Governor's is not; what Snapshot throws.
 */
export async function postVote(
  hub: HubClient,
  { id, voteEndAt }: Pick<Voting, 'id' | 'voteEndAt'>,
  signed: Envelope,
): Promise<PostedMessage> {
  try {
    return await hub.post(signed)
  } catch (error) {
    const isClosed =
      error instanceof MessageRefusedError && error.description === 'not in voting window'
    if (!isClosed) throw error
    throw new ProposalStateError(
      id,
      `Snapshot takes no votes on it now, the Governor does until ${formatUtc(voteEndAt)}; vote on chain (\`gimbal vote --via chain\`), or print the signed vote (\`--via snapshot\` without --yes) and bring it by \`gimbal relay\``,
    )
  }
}
