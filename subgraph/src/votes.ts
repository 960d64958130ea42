// Votes and the tallies that they make.

import { Address, BigInt, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Ballot, Proposal, Vote } from '../../build/subgraph/generated/schema'
import { fetchAccount } from './accounts'
import { factId, numberId, previousFactId } from './ids'
import { toInt8 } from './integers'
import { hasSelector } from './selectors'
import { skipEvent } from './skipFact'

// In the order of the contract's enum.
const SUPPORTS: string[] = ['AGAINST', 'FOR', 'ABSTAIN']

const SIGNATURE_CALLS: string[] = [
  'castVoteBySig(uint256,uint8,address,bytes)',
  'castVoteWithReasonAndParamsBySig(uint256,uint8,address,string,bytes,bytes)',
]

/** Records a vote; if it came by Snapshot, the event that follows says so. */
export function castVote(
  event: ethereum.Event,
  name: string,
  voter: Address,
  proposalNumber: BigInt,
  support: i32,
  weightVotes: BigInt,
  reason: string,
): void {
  const id = numberId(proposalNumber)
  const proposal = Proposal.load(id)
  if (proposal === null || support >= SUPPORTS.length) {
    skipEvent(event, name, proposal === null ? 'no such proposal' : 'support not known', id)
    return
  }
  const ballot = fetchBallot(proposal, voter)
  const old = Vote.load(ballot.vote)
  if (isCounted(old)) {
    skipEvent(event, name, 'a vote of this voter counts already', id)
    return
  }
  const vote = new Vote(factId(event))
  vote.proposal = id
  vote.voter = fetchAccount(voter).id
  vote.support = SUPPORTS[support]
  vote.weightVotes = weightVotes
  vote.reason = reason
  vote.way = findWay(event, voter)
  vote.isCounted = true
  vote.blockNumber = toInt8(event.block.number)
  vote.blockAt = toInt8(event.block.timestamp)
  vote.transactionHash = event.transaction.hash
  vote.sender = event.transaction.from
  vote.save()
  if (old !== null) {
    old.replacedBy = vote.id
    old.save()
  }
  ballot.vote = vote.id
  ballot.save()
  proposal.voterCount = proposal.voterCount + 1
  tally(proposal, vote.support, weightVotes)
  proposal.save()
}

/** The vote that was cast just before came by Snapshot. */
export function countSnapshotVote(
  event: ethereum.Event,
  proposal: Proposal,
  voter: Address,
  signedAt: i64,
): void {
  const vote = Vote.load(previousFactId(event))
  if (vote === null || !vote.voter.equals(voter) || !vote.proposal.equals(proposal.id)) {
    skipEvent(event, 'SnapshotVoteCounted', 'there is no earlier vote', proposal.id)
    return
  }
  vote.way = 'SNAPSHOT'
  vote.signedAt = signedAt
  vote.save()
  tallySnapshot(proposal, vote.support, vote.weightVotes)
  proposal.save()
}

/** The voter's Snapshot vote no longer counts; the vote that takes its place follows. */
export function withdrawSnapshotVote(
  event: ethereum.Event,
  proposal: Proposal,
  voter: Address,
): void {
  const vote = Vote.load(fetchBallot(proposal, voter).vote)
  if (vote === null || !vote.isCounted || vote.way != 'SNAPSHOT') {
    skipEvent(event, 'SnapshotVoteReplaced', 'no Snapshot vote of this voter counts', proposal.id)
    return
  }
  vote.isCounted = false
  vote.save()
  proposal.voterCount = proposal.voterCount - 1
  tally(proposal, vote.support, vote.weightVotes.neg())
  tallySnapshot(proposal, vote.support, vote.weightVotes.neg())
  proposal.save()
}

function isCounted(vote: Vote | null): bool {
  return vote === null ? false : vote.isCounted
}

/** A new ballot names no vote: the id is empty. */
function fetchBallot(proposal: Proposal, voter: Bytes): Ballot {
  const id = proposal.id.concat(voter)
  const ballot = Ballot.load(id)
  if (ballot !== null) return ballot
  const created = new Ballot(id)
  created.proposal = proposal.id
  created.voter = voter
  created.vote = new Bytes(0)
  return created
}

function tally(proposal: Proposal, support: string, votes: BigInt): void {
  if (support == 'FOR') proposal.forVotes = proposal.forVotes.plus(votes)
  else if (support == 'AGAINST') proposal.againstVotes = proposal.againstVotes.plus(votes)
  else proposal.abstainVotes = proposal.abstainVotes.plus(votes)
}

function tallySnapshot(proposal: Proposal, support: string, votes: BigInt): void {
  if (support == 'FOR') proposal.snapshotForVotes = proposal.snapshotForVotes.plus(votes)
  else if (support == 'AGAINST')
    proposal.snapshotAgainstVotes = proposal.snapshotAgainstVotes.plus(votes)
  else proposal.snapshotAbstainVotes = proposal.snapshotAbstainVotes.plus(votes)
}

/** How the vote reached the Governor, judged by its transaction. */
function findWay(event: ethereum.Event, voter: Address): string {
  const to = event.transaction.to
  if (to === null || !to.equals(event.address)) return 'CONTRACT'
  for (let i = 0; i < SIGNATURE_CALLS.length; i++) {
    if (hasSelector(event.transaction.input, SIGNATURE_CALLS[i])) return 'SIGNATURE'
  }
  return voter.equals(event.transaction.from) ? 'CHAIN' : 'CONTRACT'
}
