import type { governorAbi } from '../../abi/index.ts'
import { showText } from '../../core/showText.ts'
import { formatAmount, formatVotes, proposalStates } from '../../governance/index.ts'
import { describeStanding, type ProposalAction } from '../describeStanding.ts'
import { formatUtc } from '../formatUtc.ts'
import type { Sentences } from './sentences.ts'

const seconds = (sec: bigint) => formatAmount(sec, 'sec')

/** What the Governor refuses an action with. */
export function governorSentences(action: ProposalAction): Sentences<typeof governorAbi> {
  return {
    GovernorUnexpectedProposalState: (id, state) =>
      describeStanding({ id, state: proposalStates[state] ?? 'pending' }, action),
    GovernorNonexistentProposal: (id) =>
      `there is no proposal ${id}; see \`gimbal proposals list\``,
    GovernorInsufficientProposerVotes: (proposer, votes, threshold) =>
      `${proposer} has ${formatVotes(votes)} votes, ${formatVotes(threshold)} are needed to propose; have more delegated to it, see \`gimbal account ${proposer}\``,
    GovernorAlreadyCastVote: (voter) => `${voter} has voted on chain already; that vote is final`,
    GovernorInvalidSignature: (voter) =>
      `the signature is not ${voter}'s for this ballot: it is another's, was changed, or is for another proposal, Governor or chain; sign it again`,
    GovernorUnableToCancel: (_, account) =>
      `${account} may not cancel it; its proposer may, before the vote begins`,
    GovernorRestrictedProposer: (proposer) =>
      `${proposer} may not propose this text: it names another account as its proposer; sign as that one`,
    GovernorAlreadyQueuedProposal: (id) =>
      `the proposal is queued already; see \`gimbal proposals show ${id}\``,
    GovernorProposalQueueingNotRequired: (id) =>
      `the proposal needs no queue; the next step is \`gimbal execute ${id} --yes\``,
    GovernorProposalQueueingFailed: (id) =>
      `the timelock did not take the proposal ${id}; check that the Governor may propose there`,
    GovernorInvalidProposalLength: (targets, calldatas, values) =>
      `${targets} targets come with ${calldatas} calls and ${values} values; give one of each, and one at least`,
    GovernorInvalidVoteType: () => 'the choice is unknown; give for, against or abstain',
    GovernorInvalidVoteParams: () => 'the vote carries parameters, of which this Governor has none',
    GovernorOnlyExecutor: (account) =>
      `${account} may not do it; only a proposal that has passed may, through the timelock`,
    GovernorDisabledDeposit: () =>
      'the Governor takes no ether; send it to the timelock if it is for a proposal',
    GovernorInvalidQuorumFraction: (numerator, denominator) =>
      `a quorum of ${numerator} of ${denominator} is more than all votes; give ${denominator} at most`,
    GovernorInvalidVotingPeriod: (periodSec) =>
      `a voting period of ${seconds(periodSec)} is not allowed; give a second at least`,
    GovernorPreventLateQuorumVoteExtensionTooLarge: (extensionSec, maxSec) =>
      `a vote extension of ${seconds(BigInt(extensionSec))} is too long, ${seconds(BigInt(maxSec))} are the most`,
    ClockNotTimestamp: (clock, timestamp) =>
      `the token's clock is at ${clock}, the block's time is ${timestamp}; give a token that counts seconds`,
    ERC6372InconsistentClock: () => 'the token counts blocks, not seconds; give another token',
    SnapshotSpaceUnset: () =>
      'the Governor names no Snapshot space, so no vote there counts; propose with `--via governor`',
    SnapshotProposerUnnamed: () =>
      'the text names no proposer, so that anyone could take the proposal; end it with #proposer= and the address',
    SnapshotWindowMismatch: (start, end, voteStart, deadline) =>
      `the vote on Snapshot runs from ${formatUtc(start)} to ${formatUtc(end)}, the Governor's from ${formatUtc(voteStart)} to ${formatUtc(deadline)}; it has to be open on Snapshot when the Governor's begins, and to end by its end: the two steps were too far apart, so sign the Snapshot proposal again`,
    SnapshotVotingTypeUnknown: (votingType) =>
      `the Snapshot proposal's type is "${showText(votingType)}", the Governor takes basic and single-choice; post it with one of them`,
    SnapshotIdMismatch: (claimed, computed) =>
      `the Snapshot proposal has the id ${claimed}, but its fields give ${computed}; give the fields as they were signed`,
    SnapshotUnnamed: (id) =>
      `the proposal ${id} names no Snapshot proposal, so no vote there counts; vote with \`--via chain\` or \`--via signature\``,
    SnapshotLengthMismatch: (votes, signatures) =>
      `${votes} votes come with ${signatures} signatures; give one for each`,
    InvalidAccountNonce: (account, currentNonce) =>
      `the signature of ${account} is used up: nonce ${currentNonce} comes next; sign it again`,
    CheckpointUnorderedInsertion: () =>
      'a setting would be written in the past; check that the clock of the chain does not run backwards',
    SafeCastOverflowedUintDowncast: (bits, value) =>
      `the number ${value} does not fit in ${bits} bits; give a smaller one`,
    FailedCall: () =>
      'a call of the proposal fails without a reason; `gimbal verify proposal` shows what it calls',
    InvalidShortString: () => 'a short text in the contract is damaged; check the address',
    StringTooLong: (text) => `"${showText(text)}" is too long for the contract; shorten it`,
  }
}
