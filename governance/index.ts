/**
 * Typed proposals: the documents that token holders vote on, the calls that they become, and what a proposal does, from
 * its calls alone. Pure: without network, clock or files.
 */
export { applyMarketChange } from './applyChange.ts'
export { applySettings } from './applySettings.ts'
export { listMarkets } from './changeKey.ts'
export {
  type ComparedFigure,
  compareFigures,
  compareTargets,
  formatApart,
  isSameEvidence,
} from './compareEvidence.ts'
export { completeDraft, type PlacedChange } from './completeDraft.ts'
export { computeDeviations } from './computeDeviations.ts'
export { type DecodedProposal, decodeProposal, type UnknownCall } from './decodeProposal.ts'
export { describeFields, type FieldDescription } from './describeFields.ts'
export { describeMoves, groupMoves, isLooser } from './describeMoves.ts'
export {
  DANGER,
  describeProposal,
  formatVotes,
  isDanger,
  listWarnings,
  type ProposalFacts,
  type ProposalPage,
  type ProposalState,
  type ProposalTimes,
  proposalStates,
  type Tally,
  type Voter,
  type VoteShare,
} from './describeProposal.ts'
export {
  type DescriptionBlock,
  type DescriptionExtras,
  describeForProposer,
  readDescription,
  renderDescription,
} from './description.ts'
export {
  type Direction,
  diffConfigs,
  type FieldDiff,
  type FieldValue,
  splitFigure,
} from './diffFields.ts'
export {
  type DiffOptions,
  diffProposal,
  type MarketDiff,
  type ModelDiff,
  type TargetDiff,
} from './diffProposal.ts'
export { diffVectors, type FieldMove, nameParameter } from './diffVectors.ts'
export type {
  Change,
  ChangeKind,
  Document,
  Draft,
  DraftChange,
  MarketAddition,
  MarketConfig,
  ModelConfig,
  RemoteChange,
  RemoteConfig,
  Settings,
  SourceConfig,
} from './document.ts'
export { encodeProposal } from './encodeProposal.ts'
export { AmountError, type Issue, ProposalError } from './errors.ts'
export {
  type EvidenceContract,
  type EvidenceDiff,
  type EvidenceFact,
  evidenceMeanings,
} from './evidenceDiff.ts'
export { type ExaminedDraft, examineDraft, type InForce } from './examineDraft.ts'
export type { Freshness } from './fields.ts'
export {
  findPushReason,
  type PushOutlook,
  type PushReason,
  type PushSettings,
  tightensBeyond,
} from './findPushReason.ts'
export {
  formatDocument,
  formatMarketConfig,
  formatRemoteConfig,
  hashDocument,
} from './formatDocument.ts'
export { formatParameter } from './formatParameter.ts'
export { formatChanges, formatProposalPage } from './formatProposalPage.ts'
export { isImpactAboveCap } from './isImpactAboveCap.ts'
export { formatMarket, parseMarket } from './marketNames.ts'
export { parameterMeanings } from './meanings.ts'
export type { Proposal, ProposalContracts } from './proposal.ts'
export { isSettings, parseDocument, readDocument, readDraft, readSettings } from './readDraft.ts'
export type { RemoteDiff, RemoteStanding } from './remote/diffRemote.ts'
export { isRemote, type RemoteChain, type RemoteContracts } from './remote/remoteChange.ts'
export { nameChain, sayBefore, sayElsewhere, sayRemote } from './remote/sayRemote.ts'
export { createJsonSchema } from './schema.ts'
export {
  findByPrefix,
  findProposals,
  shortenId,
  shortenIds,
  toIdHex,
} from './shortIds.ts'
export { fromAbiConfig, fromAbiRemoteConfig, toBigints } from './toBigints.ts'
export { formatAmount, parseAmount, type Unit } from './units.ts'
export { type Finding, type Verification, verifyProposal } from './verifyProposal.ts'
