/** The bot: observes, decides, signs, sends and remembers. */

export {
  createReport,
  createTypedReport,
  type Difference,
  findDifference,
  type Report,
  type ReportArgs,
  type ReportScope,
  reportTypes,
  toReportArgs,
} from '../verify/report.ts'
export { type BotConfig, type BotConfigText, parseConfig } from './config.ts'
export {
  type DecideInput,
  type DecideSettings,
  type Decision,
  decide,
  type Evidence,
  type HaltReason,
  type HoldReason,
  type Outlook,
} from './decide.ts'
export { describeFailure } from './describeFailure.ts'
export { BotConfigError, ListenError, StartGateError } from './errors.ts'
export { JournalConflictError, JournalUnavailableError } from './journal/errors.ts'
export type {
  Journal,
  Outcome,
  Sender,
  Settlement,
  SignedTransaction,
  Subject,
  TransactionRecord,
} from './journal/journal.ts'
export { openSqliteJournal } from './journal/openSqliteJournal.ts'
export { type LoadedKeeperConfig, loadKeeperConfig } from './keeper/loadKeeperConfig.ts'
export { startKeeper } from './keeper/startKeeper.ts'
export { type LoadedConfig, loadConfig } from './loadConfig.ts'
export { createLog, type LogLevel, logLevels } from './log.ts'
export { packSignatures, type ReportSignature } from './packSignatures.ts'
export { loadPrices } from './prices/loadPrices.ts'
export { type LoadedProverConfig, loadProverConfig } from './prover/loadProverConfig.ts'
export { startProver } from './prover/startProver.ts'
export { computeDelaySec, computeRank } from './rank.ts'
export { readMode } from './readMode.ts'
export { type LoadedRelayerConfig, loadRelayerConfig } from './relayer/loadRelayerConfig.ts'
export type { RelayerConfigText } from './relayer/relayerConfig.ts'
export { startRelayer } from './relayer/startRelayer.ts'
export {
  collectSignatures,
  type Peer,
  type PeerRefusal,
  type Quorum,
} from './sign/collectSignatures.ts'
export { createReportSigner, type SignAnswer } from './sign/createReportSigner.ts'
export { type SignServer, startSignServer } from './sign/startSignServer.ts'
export {
  type ChainReader,
  type ChainReaderOptions,
  createChainReader,
  type MarketReading,
} from './sources/createChainReader.ts'
export type { ChainBlock, ChainHead } from './sources/createEndpoints.ts'
export {
  createIndexSource,
  type IndexReading,
  type IndexSource,
  type IndexSourceOptions,
  type Lag,
} from './sources/createIndexSource.ts'
export { ChainUnavailableError, ContradictionError } from './sources/errors.ts'
export { type RunningBot, startBot } from './startBot.ts'
export type { Errand, SubmitClient, SubmitContext, SubmitSettings } from './submit/context.ts'
export { createSubmitter, type Progress, type Submitter } from './submit/createSubmitter.ts'
export { ReadBackError } from './submit/errors.ts'
export { computeFees, type FeeInput, type Fees, raiseFees } from './submit/fees.ts'
export type { PushDraft } from './submit/pushDraft.ts'
export { createPushErrand } from './submit/pushErrand.ts'
