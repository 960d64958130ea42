/**
 * Messages of Snapshot, their ids and links, which are pure; and a client of its hub and sequencer. `tallySnapshot.ts` stands
 * beside it: Snapshot's own package, which only tallies need, is heavy, and compiles code, which pages may not.
 */
export {
  type BoundProposal,
  compareProposal,
  isAsSigned,
  type ProposalDifference,
} from './compareProposal.ts'
export {
  createHubClient,
  type HubClient,
  type HubClientOptions,
  type MessageFilter,
} from './createHubClient.ts'
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
export {
  HubFailedError,
  HubQueryRefusedError,
  InvalidMessageError,
  MessageRefusedError,
  NoGovernorLinkError,
  SequencerFailedError,
  SnapshotHttpError,
  SnapshotSchemaError,
  SnapshotUnreachableError,
} from './errors.ts'
export type { FetchedEnvelope } from './fetchPinned.ts'
export type { HubMessage, HubProposal, HubSpace, HubVote } from './hubRows.ts'
export { listProposalFaults } from './listProposalFaults.ts'
export { proposalTypes, snapshotDomain, voteTypes } from './messageTypes.ts'
export { type GovernorLink, readPlugins } from './plugins.ts'
export type { PostedMessage } from './postEnvelope.ts'
export type { OddRow } from './queryHub.ts'
export { getSnapshotId, type MessageSigner, signMessage } from './signMessage.ts'
export {
  createSpaceSettings,
  type SpaceSettings,
  type SpaceSettingsFields,
} from './spaceSettings.ts'
