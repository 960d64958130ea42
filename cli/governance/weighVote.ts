import type { Address } from 'viem'
import { NoVotingPowerError } from '../../client/errors.ts'
import { describeVotes, explainNoPower } from '../../client/explainPower.ts'
import { formatUtc } from '../../client/formatUtc.ts'
import { readHolding } from '../../client/readHolding.ts'
import type { Voting } from '../../client/readVoting.ts'
import { readVotingPower, type VotingPower } from '../../client/readVotingPower.ts'
import { formatVotes } from '../../governance/index.ts'
import type { Session } from './session.ts'

/** What a vote will count for. */
export interface Weight extends VotingPower {
  /** The same in a sentence. */
  text: string
}

/**
 * Weighs the vote of an account before anything is signed.
 *
 * @param isZeroAllowed - Let a vote that counts for nothing pass, with its sentence.
 * @throws NoVotingPowerError if it would count for nothing: why, and what gives the account votes.
 */
export async function weighVote(
  { client, network }: Session,
  account: Address,
  { voteStartAt }: Pick<Voting, 'voteStartAt'>,
  isZeroAllowed: boolean | undefined,
): Promise<Weight> {
  const { token } = network.addresses
  const [power, holding] = await Promise.all([
    readVotingPower(client, token, account, voteStartAt),
    readHolding(client, token, account),
  ])
  const { votes, isProvisional } = power
  if (votes === 0n) {
    const why = explainNoPower(holding, power, voteStartAt)
    if (isZeroAllowed) return { ...power, text: `This vote counts for nothing: ${why}` }
    throw new NoVotingPowerError(
      account,
      `a vote of ${account} would count for nothing: ${why}. --allow-zero votes nevertheless`,
    )
  }
  const at = formatUtc(voteStartAt)
  const counted = isProvisional
    ? `now; what it has at ${at} counts, when the vote begins`
    : `as of ${at}, when the vote began`
  // Who delegated them is known for the present only.
  const whose =
    holding.votes === votes
      ? describeVotes(holding)
      : `now it has ${formatVotes(holding.votes)}: ${describeVotes(holding)}`
  return { ...power, text: `Weight: ${formatVotes(votes)} votes ${counted} (${whose})` }
}
