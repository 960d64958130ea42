import { isAddressEqual, type LocalAccount } from 'viem'
import { governorAbi, tokenAbi } from '../../abi/index.ts'
import type { Ballot } from '../../client/ballot.ts'
import { CallRefusedError } from '../../client/errors.ts'
import type { Outcome } from './relayVotes.ts'
import { type Session, type SigningFlags, trySend } from './session.ts'

/** Sends ballots, one after the other. One that cannot be sent is reported and does not stop the others. */
export async function relayBallots(
  session: Session,
  account: LocalAccount,
  ballots: readonly Ballot[],
  flags: SigningFlags,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const ballot of ballots) outcomes.push(await relayBallot(session, account, ballot, flags))
  return outcomes
}

/** Brings one ballot, unless its voter's vote is there already. */
async function relayBallot(
  session: Session,
  account: LocalAccount,
  { chainId, governor, proposalId, support, voter, signature }: Ballot,
  flags: SigningFlags,
): Promise<Outcome> {
  const { client, network } = session
  const { governor: address } = network.addresses
  const refuse = (reason: string): Outcome => ({ voter, outcome: 'refused', isDone: false, reason })
  if (chainId !== network.chainId || !isAddressEqual(governor, address)) {
    return refuse(
      `the ballot is for the Governor ${governor} on chain ${chainId}, not for this one; bring it there`,
    )
  }
  const at = { address, abi: governorAbi } as const
  const hasVoted = await client.readContract({
    ...at,
    functionName: 'hasVoted',
    args: [proposalId, voter],
  })
  if (hasVoted) return { voter, outcome: 'voted already', isDone: true }
  if (await isWithoutVotes(session, proposalId, voter)) {
    const reason = 'the voter had no votes when the vote began'
    return { voter, outcome: 'left out', isDone: false, reason }
  }
  try {
    const args = [proposalId, support, voter, signature]
    const call = { ...at, functionName: 'castVoteBySig', args }
    const transactionHash = await trySend(session, account, call, flags)
    const outcome = transactionHash === undefined ? 'would be cast' : 'cast'
    return { voter, outcome, isDone: true, transactionHash }
  } catch (error) {
    if (!(error instanceof CallRefusedError)) throw error
    return refuse(error.message)
  }
}

/** Of a vote that has begun; of any other the Governor says what is wrong. */
async function isWithoutVotes(
  { client, network }: Session,
  proposalId: bigint,
  voter: Ballot['voter'],
): Promise<boolean> {
  const { governor, token } = network.addresses
  const [{ timestamp }, voteStartAt] = await Promise.all([
    client.getBlock(),
    client.readContract({
      address: governor,
      abi: governorAbi,
      functionName: 'proposalSnapshot',
      args: [proposalId],
    }),
  ])
  if (voteStartAt === 0n || timestamp <= voteStartAt) return false
  const votes = await client.readContract({
    address: token,
    abi: tokenAbi,
    functionName: 'getPastVotes',
    args: [voter, voteStartAt],
  })
  return votes === 0n
}
