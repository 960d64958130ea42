// Handles proposals, votes and settings of the Governor.

import { Bytes, ethereum, Value } from '@graphprotocol/graph-ts'
import {
  LateQuorumVoteExtensionSet,
  ProposalCanceled,
  ProposalCreated,
  ProposalExecuted,
  ProposalExtended,
  ProposalQueued,
  ProposalSnapshotNamed,
  ProposalThresholdSet,
  QuorumNumeratorUpdated,
  SnapshotSpaceSet,
  SnapshotVoteCounted,
  SnapshotVoteReplaced,
  TimelockChange,
  VoteCast,
  VoteCastWithParams,
  VoteSkipped,
  VotingDelaySet,
  VotingPeriodSet,
} from '../../build/subgraph/generated/Governor/Governor'
import { Proposal, SkippedVote, TimelockOperation } from '../../build/subgraph/generated/schema'
import { factId, numberId } from './ids'
import { toInt8 } from './integers'
import { createProposal } from './proposals'
import { fetchGovernor, saveSetting } from './settings'
import { skipEvent } from './skipFact'
import { castVote, countSnapshotVote, withdrawSnapshotVote } from './votes'

// In the order of the contract's enum.
const OUTCOMES: string[] = [
  'OTHER',
  'OTHER',
  'INVALID_CHOICE',
  'OUTSIDE_WINDOW',
  'VOTED_ON_CHAIN',
  'NOT_NEWER',
  'NO_VOTES',
  'INVALID_SIGNATURE',
]

export function handleProposalCreated(event: ProposalCreated): void {
  const id = numberId(event.params.proposalId)
  if (Proposal.load(id) !== null) {
    skipEvent(event, 'ProposalCreated', 'the proposal exists already', id)
    return
  }
  createProposal(event, id)
}

export function handleProposalSnapshotNamed(event: ProposalSnapshotNamed): void {
  const proposal = loadProposal(event, 'ProposalSnapshotNamed')
  if (proposal === null) return
  proposal.snapshotProposalId = event.params.snapshotProposalId
  proposal.snapshotSpace = event.params.space
  proposal.snapshotStartAt = toInt8(event.params.start)
  proposal.snapshotEndAt = toInt8(event.params.end)
  proposal.save()
}

export function handleProposalExtended(event: ProposalExtended): void {
  const proposal = loadProposal(event, 'ProposalExtended')
  if (proposal === null) return
  proposal.voteEndAt = toInt8(event.params.extendedDeadline)
  proposal.isExtended = true
  proposal.save()
}

export function handleProposalQueued(event: ProposalQueued): void {
  const proposal = loadProposal(event, 'ProposalQueued')
  if (proposal === null) return
  proposal.state = 'QUEUED'
  proposal.queuedAt = toInt8(event.block.timestamp)
  proposal.executableAt = toInt8(event.params.etaSeconds)
  const latest = fetchGovernor(event.address).latestOperation
  const operation = TimelockOperation.load(latest === null ? new Bytes(0) : latest)
  // The timelock's event stands before this one, in the same transaction.
  const hash = event.transaction.hash
  proposal.save()
  if (operation === null || !operation.scheduledTransactionHash.equals(hash)) return
  proposal.operation = operation.id
  proposal.save()
  operation.proposal = proposal.id
  operation.save()
}

export function handleProposalExecuted(event: ProposalExecuted): void {
  const proposal = loadProposal(event, 'ProposalExecuted')
  if (proposal === null) return
  proposal.state = 'EXECUTED'
  proposal.executedAt = toInt8(event.block.timestamp)
  proposal.save()
}

export function handleProposalCanceled(event: ProposalCanceled): void {
  const proposal = loadProposal(event, 'ProposalCanceled')
  if (proposal === null) return
  proposal.state = 'CANCELED'
  proposal.canceledAt = toInt8(event.block.timestamp)
  proposal.save()
}

export function handleVoteCast(event: VoteCast): void {
  const params = event.params
  castVote(
    event,
    'VoteCast',
    params.voter,
    params.proposalId,
    params.support,
    params.weight,
    params.reason,
  )
}

export function handleVoteCastWithParams(event: VoteCastWithParams): void {
  const params = event.params
  castVote(
    event,
    'VoteCastWithParams',
    params.voter,
    params.proposalId,
    params.support,
    params.weight,
    params.reason,
  )
}

export function handleSnapshotVoteCounted(event: SnapshotVoteCounted): void {
  const proposal = loadProposal(event, 'SnapshotVoteCounted')
  if (proposal === null) return
  countSnapshotVote(event, proposal, event.params.voter, toInt8(event.params.timestamp))
}

export function handleSnapshotVoteReplaced(event: SnapshotVoteReplaced): void {
  const proposal = loadProposal(event, 'SnapshotVoteReplaced')
  if (proposal === null) return
  withdrawSnapshotVote(event, proposal, event.params.voter)
}

export function handleVoteSkipped(event: VoteSkipped): void {
  const proposal = loadProposal(event, 'VoteSkipped')
  if (proposal === null) return
  const reason = event.params.reason
  const skipped = new SkippedVote(factId(event))
  skipped.proposal = proposal.id
  skipped.claimedVoter = event.params.voter
  skipped.outcome = reason < OUTCOMES.length ? OUTCOMES[reason] : 'OTHER'
  skipped.blockNumber = toInt8(event.block.number)
  skipped.blockAt = toInt8(event.block.timestamp)
  skipped.transactionHash = event.transaction.hash
  skipped.sender = event.transaction.from
  skipped.save()
}

export function handleVotingDelaySet(event: VotingDelaySet): void {
  setNumber(event, 'votingDelaySec')
}

export function handleVotingPeriodSet(event: VotingPeriodSet): void {
  setNumber(event, 'votingPeriodSec')
}

export function handleProposalThresholdSet(event: ProposalThresholdSet): void {
  setNumber(event, 'proposalThresholdVotes')
}

export function handleQuorumNumeratorUpdated(event: QuorumNumeratorUpdated): void {
  setNumber(event, 'quorumPercent')
}

export function handleLateQuorumVoteExtensionSet(event: LateQuorumVoteExtensionSet): void {
  setNumber(event, 'voteExtensionSec')
}

export function handleTimelockChange(event: TimelockChange): void {
  const oldText = event.params.oldTimelock.toHexString()
  const timelock = event.params.newTimelock
  const governor = fetchGovernor(event.address)
  const value = Value.fromBytes(timelock)
  saveSetting(event, governor, 'timelock', value, oldText, timelock.toHexString())
}

export function handleSnapshotSpaceSet(event: SnapshotSpaceSet): void {
  const space = event.params.newSpace
  const governor = fetchGovernor(event.address)
  const value = Value.fromString(space)
  saveSetting(event, governor, 'snapshotSpace', value, event.params.oldSpace, space)
}

/** A setting whose event has the old number and then the new one. */
function setNumber(event: ethereum.Event, name: string): void {
  const oldText = event.parameters[0].value.toBigInt().toString()
  const number = event.parameters[1].value.toBigInt()
  const governor = fetchGovernor(event.address)
  saveSetting(event, governor, name, Value.fromBigInt(number), oldText, number.toString())
}

/** The proposal that an event names first; null, and a skipped fact, if there is none. */
function loadProposal(event: ethereum.Event, name: string): Proposal | null {
  const id = numberId(event.parameters[0].value.toBigInt())
  const proposal = Proposal.load(id)
  if (proposal === null) skipEvent(event, name, 'no such proposal', id)
  return proposal
}
