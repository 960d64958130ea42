import type { Address } from 'viem'
import { formatVotes } from '../governance/index.ts'
import { type DelegationWords, describeVotes, explainNoPower } from './explainPower.ts'
import { formatUtc } from './formatUtc.ts'
import type { Reader } from './reader.ts'
import { type Holding, readHolding } from './readHolding.ts'
import type { Voting } from './readVoting.ts'
import { readVotingPower, type VotingPower } from './readVotingPower.ts'

/** What a vote will count for. */
export interface Weight extends VotingPower {
  holding: Holding
  /** The same in a sentence, without its full stop. */
  text: string
  /** Why it would count for nothing, and what gives the account votes; undefined if it counts. */
  whyNone: string | undefined
}

/**
 * Weighs the vote of an account before anything is signed.
 *
 * @param words - How one delegates; the command line's without them.
 */
export async function weighVote(
  { client, network }: Reader,
  account: Address,
  { voteStartAt }: Pick<Voting, 'voteStartAt'>,
  words?: DelegationWords,
): Promise<Weight> {
  const { token } = network.addresses
  const [power, holding] = await Promise.all([
    readVotingPower(client, token, account, voteStartAt),
    readHolding(client, token, account),
  ])
  const { votes, isProvisional } = power
  if (votes === 0n) {
    const whyNone = explainNoPower(holding, power, voteStartAt, words)
    const text = `This vote counts for nothing: ${whyNone}`
    return { votes, isProvisional, holding, text, whyNone }
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
  const text = `Weight: ${formatVotes(votes)} votes ${counted} (${whose})`
  return { votes, isProvisional, holding, text, whyNone: undefined }
}
