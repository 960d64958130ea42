import { isAddressEqual, type LocalAccount } from 'viem'
import { governorAbi, tokenAbi } from '../../abi/index.ts'
import type { Ballot } from '../../client/ballot.ts'
import type { ContractCall } from '../../client/contractCall.ts'
import { createBallotCall } from '../../client/createVoteCall.ts'
import { CallRefusedError } from '../../client/errors.ts'
import { formatVotes } from '../../governance/index.ts'
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
  ballot: Ballot,
  flags: SigningFlags,
): Promise<Outcome> {
  const { voter } = ballot
  const examined = await examineBallot(session, ballot)
  if ('outcome' in examined) return examined
  try {
    const transactionHash = await trySend(session, account, examined, flags)
    const outcome = transactionHash === undefined ? 'would be cast' : 'cast'
    return { voter, outcome, isDone: true, transactionHash }
  } catch (error) {
    if (!(error instanceof CallRefusedError)) throw error
    return refuseBallot(ballot, error.message)
  }
}

function refuseBallot({ voter }: Ballot, reason: string): Outcome {
  return { voter, outcome: 'refused', isDone: false, reason }
}

/**
 * The call that brings a ballot, or what keeps it from being brought. Whether it was signed by its voter, and whether the vote
 * is open, the Governor says when the call is tried.
 *
 * @param minVotes - A ballot that weighs less is left out, once its vote has begun; 18 decimals.
 */
export async function examineBallot(
  session: Session,
  ballot: Ballot,
  minVotes = 1n,
): Promise<Outcome | ContractCall> {
  const { client, network } = session
  const { chainId, governor, proposalId, voter } = ballot
  const { governor: address } = network.addresses
  if (chainId !== network.chainId || !isAddressEqual(governor, address)) {
    return refuseBallot(
      ballot,
      `the ballot is for the Governor ${governor} on chain ${chainId}, not for this one; bring it there`,
    )
  }
  const hasVoted = await client.readContract({
    address,
    abi: governorAbi,
    functionName: 'hasVoted',
    args: [proposalId, voter],
  })
  if (hasVoted) return { voter, outcome: 'voted already', isDone: true }
  const votes = await readWeight(session, ballot)
  if (votes !== undefined && votes < minVotes) {
    const reason =
      votes === 0n
        ? 'the voter had no votes when the vote began'
        : `the voter had ${formatVotes(votes)} votes when the vote began; ballots of ${formatVotes(minVotes)} and more are brought here`
    return { voter, outcome: 'left out', isDone: false, reason }
  }
  return createBallotCall(address, ballot)
}

/** What a ballot weighs; undefined before the vote begins: the Governor then says what is wrong. */
async function readWeight(
  { client, network }: Session,
  { proposalId, voter }: Ballot,
): Promise<bigint | undefined> {
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
  if (voteStartAt === 0n || timestamp <= voteStartAt) return undefined
  return client.readContract({
    address: token,
    abi: tokenAbi,
    functionName: 'getPastVotes',
    args: [voter, voteStartAt],
  })
}
