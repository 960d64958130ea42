/** The one way to ask the index: checked answers, pinned to a block. Pure HTTP, for Node and browsers. */
export {
  createQueryClient,
  type QueryClient,
  type QueryClientOptions,
} from './createQueryClient.ts'
export { type Dataset, type DatasetName, datasetNames, datasets } from './datasets.ts'
export {
  BlockUnavailableError,
  IndexFailedError,
  IndexHttpError,
  IndexingFailedError,
  IndexUnreachableError,
  QueryRefusedError,
  SchemaMismatchError,
} from './errors.ts'
export { type EvidenceKind, toEvidenceKind } from './evidenceKind.ts'
export {
  type EvidenceDifference,
  fetchEvidence,
  fetchLatestEvidence,
  type OwnEvidence,
  type UpdateEvidence,
} from './fetchEvidence.ts'
export {
  fetchLatest,
  type Latest,
  type LatestObservation,
  type LatestOfMarket,
} from './fetchLatest.ts'
export {
  type FailureEvent,
  fetchMarketEvents,
  type MarketEvent,
  type MarketEvents,
  type MarketEventsOptions,
  type SwitchEvent,
} from './fetchMarketEvents.ts'
export { fetchMessages, type IndexedMessage } from './fetchMessages.ts'
export { fetchOccasions, type Occasions } from './fetchOccasions.ts'
export { fetchRecords, type IndexedRecord } from './fetchRecords.ts'
export { fetchPinnedBlock, fetchRows, type Row } from './fetchRows.ts'
export { fetchVotes, type IndexedVote, type VoteWay } from './fetchVotes.ts'
export type { Cell, Column, ColumnKind } from './fields.ts'
export type { PinnedBlock } from './metaType.ts'
export { readOccasions } from './readOccasions.ts'
export { selectColumns } from './selectColumns.ts'
