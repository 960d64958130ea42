import type { Address } from 'viem'
import { NoVotingPowerError } from '../../client/errors.ts'
import type { Voting } from '../../client/readVoting.ts'
import { type Weight, weighVote as weigh } from '../../client/weighVote.ts'
import type { Session } from './session.ts'

/**
 * Weighs the vote of an account before anything is signed.
 *
 * @param isZeroAllowed - Let a vote that counts for nothing pass, with its sentence.
 * @throws NoVotingPowerError if it would count for nothing: why, and what gives the account votes.
 */
export async function weighVote(
  session: Session,
  account: Address,
  voting: Pick<Voting, 'voteStartAt'>,
  isZeroAllowed: boolean | undefined,
): Promise<Weight> {
  const weight = await weigh(session, account, voting)
  if (weight.whyNone === undefined || isZeroAllowed) return weight
  throw new NoVotingPowerError(
    account,
    `a vote of ${account} would count for nothing: ${weight.whyNone}. --allow-zero votes nevertheless`,
  )
}
