/** Messages of Snapshot, their ids, links and tallies: pure, no network. */
export {
  createSnapshotProposal,
  createVote,
  type SnapshotProposalFields,
  type SnapshotProposalMessage,
  type SnapshotVoteFields,
  type SnapshotVoteMessage,
  type SnapshotVotingType,
  snapshotChoices,
} from './createMessage.ts'
export { type Envelope, envelopeSchema, type MessageData } from './envelope.ts'
export { InvalidMessageError, NoGovernorLinkError } from './errors.ts'
export { proposalTypes, snapshotDomain, voteTypes } from './messageTypes.ts'
export { type GovernorLink, readPlugins } from './plugins.ts'
export { getSnapshotId, type MessageSigner, signMessage } from './signMessage.ts'
export {
  createSpaceSettings,
  type SpaceSettings,
  type SpaceSettingsFields,
} from './spaceSettings.ts'
export {
  type SnapshotTally,
  scoreSnapshot,
  tallySnapshot,
  type VoteToTally,
} from './tallySnapshot.ts'
